// A reporter for jest: names the test files that are still running after minutes. An endless loop blocks the timeouts
// of its own tests, so that otherwise nothing would show where a run hangs.
const patience = 120_000;

export default class SlowFiles {
  began = new Map();

  onRunStart() {
    this.timer = setInterval(() => this.tell(), patience);
    this.timer.unref();
  }

  onTestFileStart({ path }) {
    this.began.set(path, Date.now());
  }

  onTestFileResult({ path }) {
    this.began.delete(path);
  }

  onRunComplete() {
    clearInterval(this.timer);
  }

  tell() {
    for (const [path, began] of this.began) {
      const seconds = Math.round((Date.now() - began) / 1000);
      if (seconds * 1000 >= patience) process.stderr.write(`RUNS ${path} (for ${seconds} s)\n`);
    }
  }
}

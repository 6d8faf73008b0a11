/** A node on the current path, and the index of its next dependency. */
interface Step {
  readonly id: string;
  readonly dependencies: readonly string[];
  next: number;
}

/** Finds cycles of dependencies. Nodes known to lead into no cycle are not visited again. */
export class DependencyCycles {
  private readonly harmless = new Set<string>();

  constructor(private readonly dependsOn: (id: string) => readonly string[]) {}

  /** A path from an id back to itself along its dependencies; undefined if there is none. */
  through(start: string): readonly string[] | undefined {
    const seen = new Set([start]);
    const way: Step[] = [this.stepTo(start)];
    const onWay = new Set([start]);
    let elsewhere = false;
    for (let here = way.at(-1); here !== undefined; here = way.at(-1)) {
      const next = here.dependencies[here.next];
      here.next += 1;
      if (next === undefined) {
        way.pop();
        onWay.delete(here.id);
      } else if (next === start) return [...way.map(({ id }) => id), start];
      else if (onWay.has(next)) elsewhere = true;
      else if (!seen.has(next) && !this.harmless.has(next)) {
        seen.add(next);
        onWay.add(next);
        way.push(this.stepTo(next));
      }
    }
    // A cycle elsewhere makes some of the nodes seen suspect; finding out which is not worth the effort.
    for (const id of elsewhere ? [start] : seen) this.harmless.add(id);
    return undefined;
  }

  private stepTo(id: string): Step {
    return { id, dependencies: this.dependsOn(id), next: 0 };
  }
}

/** Something that is due at a time; the heap keeps at most one live node of it. */
export interface Timed {
  readonly key: string;
  /** When it is due, ms; Infinity: never. Set it through the heap's `arm`. */
  due: number;
  /** Time of its live node in the heap; Infinity: none. Owned by the heap. */
  queued: number;
}

interface Node<Item> {
  readonly at: number;
  readonly item: Item;
}

/**
 * What is due next, in the order (time, key). A deadline that moves later leaves its node where it is and is
 * put back when the node comes up, so that the common case, a result that moves a deadline on, costs nothing.
 */
export class TimerHeap<Item extends Timed> {
  private readonly nodes: Node<Item>[] = [];

  /** Sets when an item is due; Infinity disarms it. */
  arm(item: Item, due: number): void {
    item.due = due;
    if (due < item.queued) this.push(item, due);
  }

  /** The item that is due first, if that is no later than `until`; its node is taken off. */
  takeDue(until: number): Item | undefined {
    for (let top = this.nodes[0]; top !== undefined && top.at <= until; top = this.nodes[0]) {
      this.pop();
      const { item } = top;
      if (item.queued !== top.at) continue;
      item.queued = Infinity;
      if (item.due === top.at) return item;
      if (item.due < Infinity) this.push(item, item.due);
    }
    return undefined;
  }

  private push(item: Item, at: number): void {
    item.queued = at;
    const { nodes } = this;
    const node = { at, item };
    let index = nodes.length;
    nodes.push(node);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = nodes[above] as Node<Item>;
      if (!before(node, parent)) break;
      nodes[index] = parent;
      index = above;
    }
    nodes[index] = node;
  }

  private pop(): void {
    const { nodes } = this;
    const last = nodes.pop();
    if (last === undefined || nodes.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      const left = nodes[child];
      if (left === undefined) break;
      const right = nodes[child + 1];
      if (right !== undefined && before(right, left)) child += 1;
      const least = nodes[child] as Node<Item>;
      if (!before(least, last)) break;
      nodes[index] = least;
      index = child;
    }
    nodes[index] = last;
  }
}

function before(a: Node<Timed>, b: Node<Timed>): boolean {
  return a.at < b.at || (a.at === b.at && a.item.key < b.item.key);
}

/** Something that is due at a time. */
export interface Timed {
  readonly key: string;
  /** When it is due, ms; Infinity: never. Set it through the heap's `arm`. */
  due: number;
  /** Its time in the heap, never after `due`. Owned by the heap. */
  queued: number;
  /** Its index in the heap; -1: it is not there. Owned by the heap. */
  place: number;
}

/**
 * What is due next, in the order (time, key). A deadline that moves later leaves the item where it is, to be moved when
 * it comes up, so that the common case, a result that moves a deadline on, costs nothing.
 */
export class TimerHeap<Item extends Timed> {
  private readonly items: Item[] = [];

  /** Sets when an item is due; Infinity disarms it. */
  arm(item: Item, due: number): void {
    item.due = due;
    if (item.place < 0) {
      if (due === Infinity) return;
      item.queued = due;
      this.put(item, this.items.length);
      this.rise(item);
    } else if (due < item.queued) {
      item.queued = due;
      this.rise(item);
    }
  }

  /** Removes an item, so that the heap does not hold on to it. */
  drop(item: Item): void {
    item.due = Infinity;
    if (item.place < 0) return;
    const last = this.items.pop();
    if (last !== undefined && last !== item) {
      this.put(last, item.place);
      this.rise(last);
      this.sink(last);
    }
    item.place = -1;
    item.queued = Infinity;
  }

  /** Removes and returns the item that is due first, if that is no later than `until`. */
  takeDue(until: number): Item | undefined {
    for (let top = this.items[0]; top !== undefined && top.queued <= until; top = this.items[0]) {
      const { due, queued } = top;
      if (due === queued || due === Infinity) {
        this.drop(top);
        top.due = due;
        if (due === queued) return top;
      } else {
        top.queued = due;
        this.sink(top);
      }
    }
    return undefined;
  }

  private put(item: Item, place: number): void {
    this.items[place] = item;
    item.place = place;
  }

  private rise(item: Item): void {
    const { items } = this;
    let place = item.place;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = items[above] as Item;
      if (!before(item, parent)) break;
      this.put(parent, place);
      place = above;
    }
    this.put(item, place);
  }

  private sink(item: Item): void {
    const { items } = this;
    let place = item.place;
    for (;;) {
      let child = 2 * place + 1;
      const left = items[child];
      if (left === undefined) break;
      const right = items[child + 1];
      if (right !== undefined && before(right, left)) child += 1;
      const least = items[child] as Item;
      if (!before(least, item)) break;
      this.put(least, place);
      place = child;
    }
    this.put(item, place);
  }
}

function before(a: Timed, b: Timed): boolean {
  return a.queued < b.queued || (a.queued === b.queued && a.key < b.key);
}

package dev.cnilab.netsim.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Timers in the order in which they are due: a binary heap in which each timer knows its place, so
 * that a canceled one is removed at once. Timers of a {@link Lane} are in order already; only the
 * first of them is in the heap.
 */
final class TimerQueue {
  private Timer[] heap = new Timer[16];
  private int size;

  int size() {
    return size;
  }

  @Nullable Timer first() {
    return size == 0 ? null : heap[0];
  }

  void add(Timer timer) {
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size * 2);
    }
    size++;
    rise(timer, size - 1);
  }

  /** Removes a timer; the next one of its lane takes its place. */
  void remove(Timer timer) {
    int place = timer.place();
    Timer successor = timer.leave();
    if (successor == null) {
      size--;
      successor = heap[size];
      heap[size] = null;
      if (place == size) {
        return;
      }
    }
    if (place > 0 && successor.isBefore(heap[(place - 1) / 2])) {
      rise(successor, place);
    } else {
      sink(successor, place);
    }
  }

  private void rise(Timer timer, int from) {
    int place = from;
    while (place > 0) {
      int parent = (place - 1) / 2;
      if (!timer.isBefore(heap[parent])) {
        break;
      }
      put(heap[parent], place);
      place = parent;
    }
    put(timer, place);
  }

  private void sink(Timer timer, int from) {
    int place = from;
    for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
      if (child + 1 < size && heap[child + 1].isBefore(heap[child])) {
        child++;
      }
      if (timer.isBefore(heap[child])) {
        break;
      }
      put(heap[child], place);
      place = child;
    }
    put(timer, place);
  }

  private void put(Timer timer, int place) {
    heap[place] = timer;
    timer.moveTo(place);
  }
}

package dev.cnilab.netsim.nftables;

import java.util.ArrayDeque;
import java.util.Deque;

/** How to undo what a transaction has done so far. */
final class Journal {
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** Notes how the latest change is undone. */
  void note(Runnable howToUndo) {
    undo.push(howToUndo);
  }

  /** Undoes all changes, the latest first. */
  void rollBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  /** The changes stay. */
  void commit() {
    undo.clear();
  }
}

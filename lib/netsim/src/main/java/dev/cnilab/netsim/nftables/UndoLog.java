package dev.cnilab.netsim.nftables;

import java.util.ArrayDeque;
import java.util.Deque;

/** The undo log of a transaction. */
final class UndoLog {
  private final Deque<Runnable> undo = new ArrayDeque<>();

  /** Records how to undo the latest change. */
  void note(Runnable howToUndo) {
    undo.push(howToUndo);
  }

  boolean isEmpty() {
    return undo.isEmpty();
  }

  /** Undoes all changes, latest first. */
  void rollBack() {
    while (!undo.isEmpty()) {
      undo.pop().run();
    }
  }

  /** Keeps the changes. */
  void commit() {
    undo.clear();
  }
}

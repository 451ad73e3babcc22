package dev.cnilab.conformance.kubernetes.comparison;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which value of one run corresponds to which of the other. The first match decides, and holds from
 * then on, in both directions.
 */
public final class Correspondences {
  private final Map<Value, Value> ours = new HashMap<>();
  private final Map<Value, Value> theirs = new HashMap<>();

  /**
   * Whether values can correspond to each other one by one, given the bound values and each other.
   */
  boolean admit(List<Value> captured, List<Value> answered) {
    return captured.size() == answered.size() && new Attempt(captured, answered).holds();
  }

  /**
   * Binds admitted values. If other values fit as well, which of them correspond is chance: only
   * those are bound that all of them have in common, and what contains them.
   *
   * @param others the values of the other candidates, which were admitted too
   */
  void bind(List<Value> captured, List<Value> answered, List<List<Value>> others) {
    for (int i = 0; i < captured.size(); i++) {
      int at = i;
      if (captured.get(i).isPart()
          || others.stream().allMatch(other -> other.get(at).equals(answered.get(at)))) {
        ours.putIfAbsent(captured.get(i), answered.get(i));
        theirs.putIfAbsent(answered.get(i), captured.get(i));
      }
    }
  }

  /** How many of these values are bound already. */
  long known(List<Value> captured) {
    return captured.stream().filter(ours::containsKey).count();
  }

  /** The values of two lines side by side: no value may correspond to two. */
  private final class Attempt {
    private final Map<Value, Value> forward = new HashMap<>();
    private final Map<Value, Value> backward = new HashMap<>();
    private final List<Value> captured;
    private final List<Value> answered;

    Attempt(List<Value> captured, List<Value> answered) {
      this.captured = captured;
      this.answered = answered;
    }

    boolean holds() {
      for (int i = 0; i < captured.size(); i++) {
        Value theirOne = captured.get(i);
        Value ourOne = answered.get(i);
        if (!fits(ours, forward, theirOne, ourOne) || !fits(theirs, backward, ourOne, theirOne)) {
          return false;
        }
        forward.put(theirOne, ourOne);
        backward.put(ourOne, theirOne);
      }
      return true;
    }

    private boolean fits(Map<Value, Value> bound, Map<Value, Value> here, Value from, Value to) {
      Value known = bound.getOrDefault(from, here.get(from));
      return known == null || known.equals(to);
    }
  }
}

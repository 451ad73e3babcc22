package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which of the policies, or of the webhooks, are asked in the first round and which in the second,
 * the last: those with {@code reinvocationPolicy: IfNeeded} after which something else has changed
 * the object. As in a real server, two that undo each other's changes do not loop forever. After
 * {@code apiserver/pkg/admission/plugin/webhook/mutating/reinvocationcontext.go}.
 */
public final class Rounds {
  private final UnaryOperator<ObjectNode> decoded;
  private final UnaryOperator<ObjectNode> completed;
  private final Set<String> asked = new HashSet<>();
  private final Set<String> again = new HashSet<>();
  private @Nullable KubeObject last;
  private boolean isSecond;
  private boolean hasChanged;

  /**
   * Before the first round.
   *
   * @param decoded reads a changed object as one of its type; it may change its argument
   * @param completed adds defaults to it; it may change its argument
   */
  public Rounds(UnaryOperator<ObjectNode> decoded, UnaryOperator<ObjectNode> completed) {
    this.decoded = decoded;
    this.completed = completed;
  }

  /** Begins a round with an object; in the second, others may have changed it since the first. */
  public void begin(KubeObject object) {
    isSecond = last != null;
    if (last != null && !isSame(last, object)) {
      askAgain();
    }
  }

  /** Ends a round with an object. */
  public void end(KubeObject object) {
    last = object;
  }

  /** Whether the policy or webhook with this key takes part in this round. */
  public boolean has(String key) {
    return !isSecond || again.contains(key);
  }

  /** The key of the question that is asked in this round. */
  public String question(String key) {
    return isSecond ? key + "/again" : key;
  }

  /** Records that a policy or webhook was called, whatever the outcome. */
  public void asked(String key, String reinvocationPolicy) {
    if (reinvocationPolicy.equals("IfNeeded")) {
      asked.add(key);
    }
  }

  /**
   * The object after a change, with its defaults. Only what is another object once decoded is a
   * change: an empty map of labels is none.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is not an object of its type
   */
  public KubeObject changed(KubeObject before, KubeObject after) {
    if (after.equals(before)) {
      return before;
    }
    KubeObject read = KubeObject.of(decoded.apply(after.json()));
    if (!isSame(before, read)) {
      hasChanged = true;
      askAgain();
    }
    return KubeObject.of(completed.apply(read.json()));
  }

  /** Whether a policy or webhook has changed the object. */
  public boolean haveChanged() {
    return hasChanged;
  }

  /** All that were asked before are asked in the second round. */
  public void askAgain() {
    again.addAll(asked);
    asked.clear();
  }

  private static boolean isSame(KubeObject one, KubeObject other) {
    return one.json().equals(Rounds::compare, other.json());
  }

  /** Compares values that are neither objects nor lists; zero if the values are equal. */
  private static int compare(JsonNode one, JsonNode other) {
    if (one.isIntegralNumber() && other.isIntegralNumber()) {
      return one.bigIntegerValue().compareTo(other.bigIntegerValue());
    }
    return one.equals(other) ? 0 : 1;
  }
}

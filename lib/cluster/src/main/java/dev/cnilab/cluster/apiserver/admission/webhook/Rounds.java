package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * Which webhooks are asked in the first round and which in the second, the last: those with {@code
 * reinvocationPolicy: IfNeeded} after which another has changed the object. As in a real server,
 * two that undo each other's changes do not go on forever. After {@code
 * apiserver/pkg/admission/plugin/webhook/mutating/reinvocationcontext.go}.
 */
final class Rounds {
  private final Set<String> asked = new HashSet<>();
  private final Set<String> again = new HashSet<>();
  private boolean isSecond;

  /** Begins the second round; false if nobody needs it. */
  boolean beginSecond() {
    isSecond = true;
    return !again.isEmpty();
  }

  /** Whether a webhook with a key takes part in this round. */
  boolean has(String key) {
    return !isSecond || again.contains(key);
  }

  /** The key of the question that is asked in this round. */
  String question(String key) {
    return isSecond ? key + "/again" : key;
  }

  /** A webhook has been asked, whatever came of it. */
  void asked(String key, JsonNode webhook) {
    if (webhook.path("reinvocationPolicy").asText().equals("IfNeeded")) {
      asked.add(key);
    }
  }

  /** A webhook has changed the object, which concerns all that were asked before. */
  void changed() {
    again.addAll(asked);
    asked.clear();
  }
}

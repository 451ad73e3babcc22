package dev.cnilab.cluster.cri.message;

import java.util.List;

/** The runtime's conditions, in its order. */
public record RuntimeStatus(List<Condition> conditions) {
  public static final String RUNTIME_READY = "RuntimeReady";
  public static final String NETWORK_READY = "NetworkReady";

  /** One condition; reason and message are empty when it is true. */
  public record Condition(String type, boolean status, String reason, String message) {
    /** As the kubelet prints it: {@code NetworkReady=false reason:… message:…}. */
    @Override
    public String toString() {
      return type + "=" + status + " reason:" + reason + " message:" + message;
    }
  }

  /** The condition of that type; a false one if the runtime does not report it. */
  public Condition condition(String type) {
    return conditions.stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElse(new Condition(type, false, "", ""));
  }
}

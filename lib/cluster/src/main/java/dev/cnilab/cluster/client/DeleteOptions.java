package dev.cnilab.cluster.client;

import java.util.Optional;

/**
 * How to delete an object.
 *
 * @param gracePeriodSeconds empty for the object's own; 0 deletes at once
 * @param propagation what happens to the dependents
 * @param uid delete only the object with this uid; "" for any
 * @param resourceVersion delete only the object at this version; "" for any
 */
public record DeleteOptions(
    Optional<Long> gracePeriodSeconds,
    Propagation propagation,
    String uid,
    String resourceVersion) {

  /** What happens to the objects that a deleted object owns. */
  public enum Propagation {
    BACKGROUND,
    FOREGROUND,
    ORPHAN
  }

  public static DeleteOptions background() {
    return new DeleteOptions(Optional.empty(), Propagation.BACKGROUND, "", "");
  }

  /** Deletes at once, as a kubelet does with a pod it has stopped. */
  public static DeleteOptions now() {
    return new DeleteOptions(Optional.of(0L), Propagation.BACKGROUND, "", "");
  }

  /** The same, but only for the object with this uid; otherwise 409 Conflict. */
  public DeleteOptions ofUid(String only) {
    return new DeleteOptions(gracePeriodSeconds, propagation, only, resourceVersion);
  }
}

package dev.cnilab.cluster.client;

import java.util.Optional;

/**
 * How to delete an object.
 *
 * @param gracePeriodSeconds empty for the object's own; 0 deletes at once
 * @param propagation what becomes of the dependents
 * @param uid only if the object still has this uid; "" for any
 * @param resourceVersion only if the object is still at this version; "" for any
 */
public record DeleteOptions(
    Optional<Long> gracePeriodSeconds,
    Propagation propagation,
    String uid,
    String resourceVersion) {

  /** What becomes of the objects that an object owns. */
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

  /** The same, but only for the object with this uid; else 409 Conflict. */
  public DeleteOptions ofUid(String only) {
    return new DeleteOptions(gracePeriodSeconds, propagation, only, resourceVersion);
  }
}

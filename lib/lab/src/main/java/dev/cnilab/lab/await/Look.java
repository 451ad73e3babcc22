package dev.cnilab.lab.await;

import java.util.Optional;

/**
 * One look at the cluster during a wait.
 *
 * @param found the awaited result, once it is there
 * @param sees what is there now, in a few words
 */
public record Look<T>(Optional<T> found, String sees) {

  public static <T> Look<T> found(T value, String sees) {
    return new Look<>(Optional.of(value), sees);
  }

  public static <T> Look<T> notYet(String sees) {
    return new Look<>(Optional.empty(), sees);
  }
}

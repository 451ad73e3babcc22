package dev.cnilab.lab.error;

/**
 * A problem reported to the learner. It has no stack trace, because a notebook would print it and
 * it says nothing about the cluster.
 */
public final class LabException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private LabException(String message) {
    super(message, null, false, false);
  }

  /**
   * A problem with its remedy.
   *
   * @param tried what was tried, as a clause: {@code "could not read pod nettest-1"}
   * @param found what was found instead, with its value
   * @param suggestion what to do, from {@link Suggestions}
   */
  public static LabException of(String tried, String found, String suggestion) {
    return new LabException(tried + ": " + found + "\n" + suggestion);
  }
}

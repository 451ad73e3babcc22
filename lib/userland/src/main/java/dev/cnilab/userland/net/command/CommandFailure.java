package dev.cnilab.userland.net.command;

/** Ends a command early: what it says on standard error, and its exit status. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How iproute2 exits when its words make no sense: {@code exit(-1)}. */
  public static final int USAGE = 255;

  /** How iproute2 exits when it refuses by itself. */
  public static final int REFUSED = 1;

  /** How iproute2 exits when the kernel refuses. */
  public static final int KERNEL = 2;

  /** What is wrong, for commands that say it in other words than iproute2. */
  public enum Reason {
    NO_DEVICE,
    NOT_A_PREFIX,
    NOT_AN_ADDRESS,
    UNKNOWN_WORD,
    WRONG,
    DUPLICATE,
    INCOMPLETE,
    OTHER
  }

  private final int status;
  private final Reason reason;
  private final String subject;

  private CommandFailure(int status, String message, Reason reason, String subject) {
    super(message, null, false, false);
    this.status = status;
    this.reason = reason;
    this.subject = subject;
  }

  public static CommandFailure of(int status, String message) {
    return new CommandFailure(status, message, Reason.OTHER, "");
  }

  private static CommandFailure usage(Reason reason, String subject, String message) {
    return new CommandFailure(USAGE, message, reason, subject);
  }

  /** A word that is none of {@code command}'s. */
  public static CommandFailure unknown(String word, String command) {
    return usage(
        Reason.UNKNOWN_WORD,
        word,
        "Command \"" + word + "\" is unknown, try \"" + command + " help\".");
  }

  /** A word that is no prefix or no address of the family expected there. */
  public static CommandFailure notA(Reason reason, String word, Family family) {
    String what = reason == Reason.NOT_A_PREFIX ? "prefix" : "address";
    return new CommandFailure(
        REFUSED,
        "Error: " + family.label() + " " + what + " is expected rather than \"" + word + "\".",
        reason,
        word);
  }

  /** The words make no sense. */
  public static CommandFailure usage(String message) {
    return of(USAGE, message);
  }

  /** The command itself refuses. */
  public static CommandFailure refused(String message) {
    return of(REFUSED, message);
  }

  /** The word after the last one is missing. */
  public static CommandFailure incomplete() {
    return usage(Reason.INCOMPLETE, "", "Command line is not complete. Try option \"help\"");
  }

  /** {@code argument} is not what was expected there. */
  public static CommandFailure wrong(String argument, String why) {
    return usage(Reason.WRONG, argument, "Error: argument \"" + argument + "\" is wrong: " + why);
  }

  /** {@code argument} gives {@code key} for the second time. */
  public static CommandFailure duplicate(String key, String argument) {
    return usage(
        Reason.DUPLICATE,
        argument,
        "Error: duplicate \"" + key + "\": \"" + argument + "\" is the second value.");
  }

  /** {@code argument} is either a second {@code key} or means nothing. */
  public static CommandFailure garbage(String key, String argument) {
    return usage(
        Reason.DUPLICATE,
        argument,
        "Error: either \"" + key + "\" is duplicate, or \"" + argument + "\" is a garbage.");
  }

  /** No link has that name. */
  public static CommandFailure noDevice(String name) {
    return noDevice(name, "Cannot find device \"" + name + "\"");
  }

  /** No link has that name, in words of the command's own. */
  public static CommandFailure noDevice(String name, String message) {
    return new CommandFailure(REFUSED, message, Reason.NO_DEVICE, name);
  }

  public int status() {
    return status;
  }

  public Reason reason() {
    return reason;
  }

  /** The word it is about; may be empty. */
  public String subject() {
    return subject;
  }

  /** What standard error shows; may be empty. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}

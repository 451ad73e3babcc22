package dev.cnilab.userland.net.command;

/** Ends a command early, with its message on standard error and its exit status. */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** iproute2's exit status for invalid arguments: {@code exit(-1)}. */
  public static final int USAGE = 255;

  /** iproute2's exit status for its own refusals. */
  public static final int REFUSED = 1;

  /** iproute2's exit status for the kernel's refusals. */
  public static final int KERNEL = 2;

  /** The cause, for commands that word it differently from iproute2. */
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

  /** The word is unknown to {@code command}. */
  public static CommandFailure unknown(String word, String command) {
    return usage(
        Reason.UNKNOWN_WORD,
        word,
        "Command \"" + word + "\" is unknown, try \"" + command + " help\".");
  }

  /** The word is not a prefix or address of the expected family. */
  public static CommandFailure notA(Reason reason, String word, AddressFamily family) {
    String what = reason == Reason.NOT_A_PREFIX ? "prefix" : "address";
    return new CommandFailure(
        REFUSED,
        "Error: " + family.label() + " " + what + " is expected rather than \"" + word + "\".",
        reason,
        word);
  }

  /** The arguments are invalid. */
  public static CommandFailure usage(String message) {
    return of(USAGE, message);
  }

  /** The command itself refuses. */
  public static CommandFailure refused(String message) {
    return of(REFUSED, message);
  }

  /** An argument is missing at the end. */
  public static CommandFailure incomplete() {
    return usage(Reason.INCOMPLETE, "", "Command line is not complete. Try option \"help\"");
  }

  /** {@code argument} is invalid here. */
  public static CommandFailure wrong(String argument, String why) {
    return usage(Reason.WRONG, argument, "Error: argument \"" + argument + "\" is wrong: " + why);
  }

  /** {@code argument} gives {@code key} a second time. */
  public static CommandFailure duplicate(String key, String argument) {
    return usage(
        Reason.DUPLICATE,
        argument,
        "Error: duplicate \"" + key + "\": \"" + argument + "\" is the second value.");
  }

  /** {@code argument} is either a second {@code key} or garbage. */
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

  /** No link has that name, with the command's own message. */
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

  /** The message on standard error; may be empty. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}

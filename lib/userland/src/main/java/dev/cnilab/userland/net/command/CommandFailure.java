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

  private final int status;

  private CommandFailure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  public static CommandFailure of(int status, String message) {
    return new CommandFailure(status, message);
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
    return usage("Command line is not complete. Try option \"help\"");
  }

  /** {@code argument} is not what was expected there. */
  public static CommandFailure wrong(String argument, String why) {
    return usage("Error: argument \"" + argument + "\" is wrong: " + why);
  }

  /** {@code argument} gives {@code key} for the second time. */
  public static CommandFailure duplicate(String key, String argument) {
    return usage("Error: duplicate \"" + key + "\": \"" + argument + "\" is the second value.");
  }

  /** {@code argument} is either a second {@code key} or means nothing. */
  public static CommandFailure garbage(String key, String argument) {
    return usage(
        "Error: either \"" + key + "\" is duplicate, or \"" + argument + "\" is a garbage.");
  }

  /** No link has that name. */
  public static CommandFailure noDevice(String name) {
    return refused("Cannot find device \"" + name + "\"");
  }

  public int status() {
    return status;
  }

  /** What standard error shows; may be empty. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}

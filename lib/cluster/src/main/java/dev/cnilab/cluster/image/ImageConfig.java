package dev.cnilab.cluster.image;

import java.util.List;
import java.util.Map;

/**
 * The process that an image runs; the OCI image configuration.
 *
 * @param entrypoint the beginning of the command; may be empty
 * @param command the rest of it unless the container has its own
 * @param workingDirectory "/" unless the image sets another
 */
public record ImageConfig(
    List<String> entrypoint,
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    long user) {
  private static final Map<String, String> PATH =
      Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  /** An image that runs one program, as root. */
  public static ImageConfig entrypoint(String... entrypoint) {
    return new ImageConfig(List.of(entrypoint), List.of(), PATH, "/", 0);
  }

  /** An image without an entrypoint, which runs a shell or the like. */
  public static ImageConfig command(String... command) {
    return new ImageConfig(List.of(), List.of(command), PATH, "/", 0);
  }

  public ImageConfig withCommand(String... other) {
    return new ImageConfig(entrypoint, List.of(other), environment, workingDirectory, user);
  }

  public ImageConfig withUser(long uid) {
    return new ImageConfig(entrypoint, command, environment, workingDirectory, uid);
  }
}

package dev.cnilab.cluster.containerd.images;

import dev.cnilab.cluster.cri.CriException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A normalized name of an image, as {@code github.com/distribution/reference} reads it: {@code
 * nginx} is {@code docker.io/library/nginx:latest}.
 *
 * @param tag empty with a digest
 * @param digest {@code sha256:…} or empty
 */
public record ImageReference(String registry, String path, String tag, String digest) {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "(?<name>[A-Za-z0-9.:_/-]+?)(?::(?<tag>\\w[\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?");
  private static final Pattern PATH =
      Pattern.compile(
          "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*");

  /**
   * Parses a name as it is in a pod.
   *
   * @throws CriException if it is invalid
   */
  public static ImageReference parse(String text) {
    Matcher parts = REFERENCE.matcher(text);
    if (!parts.matches()) {
      throw invalid(text);
    }
    String name = parts.group("name");
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean isRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = isRegistry ? first : "docker.io";
    String path = isRegistry ? name.substring(slash + 1) : name;
    if (registry.equals("index.docker.io")) {
      registry = "docker.io";
    }
    if (registry.equals("docker.io") && !path.contains("/")) {
      path = "library/" + path;
    }
    if (!PATH.matcher(path).matches()) {
      throw invalid(text);
    }
    String digest = parts.group("digest") == null ? "" : parts.group("digest");
    String tag = parts.group("tag") == null ? "latest" : parts.group("tag");
    return new ImageReference(registry, path, digest.isEmpty() ? tag : "", digest);
  }

  private static CriException invalid(String text) {
    return new CriException(
        CriException.Code.UNKNOWN,
        "failed to parse image reference \"" + text + "\": invalid reference format");
  }

  /** Registry and path. */
  public String name() {
    return registry + "/" + path;
  }

  @Override
  public String toString() {
    return digest.isEmpty() ? name() + ":" + tag : name() + "@" + digest;
  }
}

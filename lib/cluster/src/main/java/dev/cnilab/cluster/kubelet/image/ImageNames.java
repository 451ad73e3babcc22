package dev.cnilab.cluster.kubelet.image;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The grammar of image names: {@code [host[:port]/]path[:tag][@digest]}. */
final class ImageNames {
  private static final Pattern VALID =
      Pattern.compile(
          "((?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
              + "(?::[0-9]+)?/)?"
              + "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
              + "(?::[\\w][\\w.-]{0,127})?"
              + "(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?");

  private ImageNames() {}

  /**
   * The error for an invalid name, as in {@code github.com/distribution/reference}; otherwise
   * empty.
   */
  static Optional<String> complaint(String image) {
    if (VALID.matcher(image).matches()) {
      return Optional.empty();
    }
    String repository = repository(image);
    return Optional.of(
        repository.equals(repository.toLowerCase(Locale.ROOT))
            ? "invalid reference format"
            : "invalid reference format: repository name (" + repository + ") must be lowercase");
  }

  /**
   * The path up to a tag; without a registry, Docker Hub's, whose official images are in {@code
   * library/}.
   */
  private static String repository(String image) {
    int slash = image.indexOf('/');
    String first = image.substring(0, Math.max(slash, 0));
    boolean isRegistry =
        first.contains(".")
            || first.contains(":")
            || first.equals("localhost")
            || !first.equals(first.toLowerCase(Locale.ROOT));
    String path = isRegistry ? image.substring(slash + 1) : slash < 0 ? "library/" + image : image;
    return path.replaceFirst(":.*", "");
  }

  /** The name with {@code :latest} if it has neither tag nor digest. */
  static String withTag(String image) {
    boolean tagged = image.indexOf(':', image.lastIndexOf('/') + 1) >= 0;
    return tagged ? image : image + ":latest";
  }
}

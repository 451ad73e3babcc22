package dev.cnilab.userland.net.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A URL.
 *
 * @param port the scheme's default if none was given
 * @param portGiven whether a port was given
 * @param target path and query, at least a slash
 */
public record Url(String scheme, String host, int port, boolean portGiven, String target) {
  private static final Pattern PARTS =
      Pattern.compile(
          "(?:([a-zA-Z][a-zA-Z0-9+.-]*):/{1,3})?(?:[^@/?#]*@)?([^/:?#]*)(?::([^/?#]*))?([/?][^#]*)?(?:#.*)?");

  /** Parses a URL, with {@code http} as the default scheme; empty if it is malformed. */
  public static Optional<Url> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (text.chars().anyMatch(Character::isWhitespace) || !parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
    String host = parts.group(2);
    String port = parts.group(3);
    if (host.isEmpty() || (port != null && !port.matches("\\d{1,5}"))) {
      return Optional.empty();
    }
    int number = port == null ? defaultPort(scheme) : Integer.parseInt(port);
    if (number > 65535) {
      return Optional.empty();
    }
    String target = parts.group(4) == null ? "/" : parts.group(4);
    return Optional.of(
        new Url(
            scheme, host, number, port != null, target.startsWith("/") ? target : "/" + target));
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "https" -> 443;
      case "ftp" -> 21;
      default -> 80;
    };
  }

  /** The value for the header Host. */
  public String authority() {
    return port == defaultPort(scheme) ? host : host + ":" + port;
  }

  /** The URL in a header Location, resolved against this one. */
  public Optional<Url> resolve(String location) {
    if (location.startsWith("/")) {
      return Optional.of(new Url(scheme, host, port, portGiven, location));
    }
    return parse(location);
  }

  /**
   * The last part of a URL's path, for {@code curl -O}.
   *
   * @throws CurlFailure if it has none
   */
  public static String fileName(String url) throws CurlFailure {
    String path = url.replaceFirst("^[a-z]+://", "").replaceFirst("[?#].*", "");
    int slash = path.indexOf('/') < 0 ? path.length() - 1 : path.lastIndexOf('/');
    if (path.substring(slash + 1).isEmpty()) {
      throw new CurlFailure(23, "Remote file name has no length!");
    }
    return path.substring(slash + 1);
  }
}

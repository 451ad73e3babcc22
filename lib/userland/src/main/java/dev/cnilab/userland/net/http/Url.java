package dev.cnilab.userland.net.http;

import java.util.Locale;
import java.util.Map;
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
          "(?:([a-zA-Z][a-zA-Z0-9+.-]*):/{1,3})?(?:[^@/?#]*@)?(\\[[0-9a-fA-F:.]+(?:%[^\\]]+)?\\]|[^/:?#\\[\\]]*)"
              + "(?::([^/?#]*))?([/?][^#]*)?(?:#.*)?");

  /** An IPv4 address whose last part stands for several bytes, as inet_aton(3) reads it. */
  private static final Pattern SHORT_ADDRESS =
      Pattern.compile("(\\d{1,3})(?:\\.(\\d{1,3}))?\\.(\\d{1,3})");

  /** The default ports of the schemes that Debian's curl has. */
  private static final Map<String, Integer> PORTS =
      Map.ofEntries(
          Map.entry("dict", 2628),
          Map.entry("ftp", 21),
          Map.entry("ftps", 990),
          Map.entry("gopher", 70),
          Map.entry("gophers", 70),
          Map.entry("https", 443),
          Map.entry("imap", 143),
          Map.entry("imaps", 993),
          Map.entry("ldap", 389),
          Map.entry("ldaps", 636),
          Map.entry("mqtt", 1883),
          Map.entry("pop3", 110),
          Map.entry("pop3s", 995),
          Map.entry("rtmp", 1935),
          Map.entry("rtsp", 554),
          Map.entry("scp", 22),
          Map.entry("sftp", 22),
          Map.entry("smb", 445),
          Map.entry("smbs", 445),
          Map.entry("smtp", 25),
          Map.entry("smtps", 465),
          Map.entry("telnet", 23),
          Map.entry("tftp", 69));

  /** Parses a URL, with {@code http} as the default scheme; empty if it is malformed. */
  public static Optional<Url> parse(String text) {
    Matcher parts = PARTS.matcher(text);
    if (text.chars().anyMatch(Character::isWhitespace) || !parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
    String host = plain(parts.group(2));
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

  /**
   * Parses a URL of a scheme that Debian's curl has.
   *
   * @throws CurlFailure if it is malformed or has another scheme
   */
  public static Url known(String text) throws CurlFailure {
    Url url =
        parse(text)
            .orElseThrow(() -> new CurlFailure(3, "URL using bad/illegal format or missing URL"));
    if (!url.scheme.equals("http") && !PORTS.containsKey(url.scheme)) {
      throw new CurlFailure(
          1, "Protocol \"" + url.scheme + "\" not supported or disabled in libcurl");
    }
    return url;
  }

  private static int defaultPort(String scheme) {
    return PORTS.getOrDefault(scheme, 80);
  }

  /** A host without the brackets of an IPv6 address, and with all four bytes of an IPv4 address. */
  private static String plain(String host) {
    if (host.startsWith("[")) {
      return host.substring(1, host.length() - 1);
    }
    Matcher numbers = SHORT_ADDRESS.matcher(host);
    if (!numbers.matches()) {
      return host;
    }
    String second = numbers.group(2) == null ? "0" : numbers.group(2);
    return numbers.group(1) + "." + second + ".0." + numbers.group(3);
  }

  /** Whether the host is an IPv6 address. */
  public boolean isIpv6() {
    return host.contains(":");
  }

  /** The value for the header Host. */
  public String authority() {
    String name = isIpv6() ? "[" + host + "]" : host;
    return port == defaultPort(scheme) ? name : name + ":" + port;
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

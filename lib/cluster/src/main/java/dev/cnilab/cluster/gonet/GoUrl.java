package dev.cnilab.cluster.gonet;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv6Address;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL as {@code Parse} of Go's {@code net/url} reads it, which accepts other texts than {@link
 * java.net.URI}: a space in the path, but no letters in the port.
 *
 * @param scheme in lower case; empty if there is none
 * @param user the text before the {@code @}, as it is written
 * @param host with the port, if one is given; empty if there is none
 * @param path as it is written; empty if there is none
 * @param query the text after the question mark; empty if there is none
 * @param fragment the text after the hash, as it is written; empty if there is none
 */
public record GoUrl(
    String scheme, Optional<String> user, String host, String path, String query, String fragment) {
  private static final String UNRESERVED = "-_.~";
  private static final String IN_HOSTS = UNRESERVED + "!$&'()*+,;=:[]<>\"";
  private static final String IN_USERS = UNRESERVED + ":!$&'()*+,;=%@";
  private static final String IN_PATHS = UNRESERVED + "!$&'()*+,;=:@[]/";
  private static final String ZONE = "%25";
  private static final int FIRST_PRINTED = ' ';
  private static final int DELETE = 0x7f;

  /** The letters and digits of an escape, with the percent sign. */
  private static final int ESCAPE = 3;

  /**
   * Parses a URL.
   *
   * @throws IllegalArgumentException if it is none, in Go's words
   */
  public static GoUrl parse(String text) {
    int hash = text.indexOf('#');
    GoUrl url = parseRequested(hash < 0 ? text : text.substring(0, hash));
    if (hash < 0) {
      return url;
    }
    String fragment = text.substring(hash + 1);
    try {
      requireEscaped(fragment);
    } catch (IllegalArgumentException wrong) {
      throw refused(text, wrong);
    }
    return new GoUrl(url.scheme, url.user, url.host, url.path, url.query, fragment);
  }

  /**
   * Parses a URL without a fragment, in which a hash is a character like others: what {@code
   * ParseRequestURI} says of URLs with a scheme.
   *
   * @throws IllegalArgumentException if it is none, in Go's words
   */
  public static GoUrl parseRequested(String text) {
    try {
      return read(text);
    } catch (IllegalArgumentException wrong) {
      throw refused(text, wrong);
    }
  }

  private static IllegalArgumentException refused(String text, IllegalArgumentException why) {
    return new IllegalArgumentException(
        "parse " + GoText.quote(text) + ": " + why.getMessage(), why);
  }

  private static GoUrl read(String text) {
    if (text.chars().anyMatch(c -> c < FIRST_PRINTED || c == DELETE)) {
      throw new IllegalArgumentException("net/url: invalid control character in URL");
    }
    String scheme = scheme(text);
    String rest = scheme.isEmpty() ? text : text.substring(scheme.length() + 1);
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    String path = question < 0 ? rest : rest.substring(0, question);
    scheme = scheme.toLowerCase(Locale.ROOT);
    if (!path.startsWith("/")) {
      if (!scheme.isEmpty()) {
        return new GoUrl(scheme, Optional.empty(), "", "", query, "");
      }
      if (path.split("/", 2)[0].contains(":")) {
        throw new IllegalArgumentException("first path segment in URL cannot contain colon");
      }
    }
    Optional<String> user = Optional.empty();
    String host = "";
    if (path.startsWith("//") && !(scheme.isEmpty() && path.startsWith("///"))) {
      int slash = path.indexOf('/', 2);
      String authority = slash < 0 ? path.substring(2) : path.substring(2, slash);
      path = slash < 0 ? "" : path.substring(slash);
      int at = authority.lastIndexOf('@');
      host = host(scheme, authority.substring(at + 1));
      user = at < 0 ? Optional.empty() : Optional.of(user(authority.substring(0, at)));
    }
    requireEscaped(path);
    return new GoUrl(scheme, user, host, path, query, "");
  }

  /** The text before the first colon; empty if it is not a scheme. */
  private static String scheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && i == 0) {
        throw new IllegalArgumentException("missing protocol scheme");
      }
      if (c == ':') {
        return text.substring(0, i);
      }
      boolean later = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (!isLetter(c) && (i == 0 || !later)) {
        return "";
      }
    }
    return "";
  }

  private static String user(String text) {
    if (!text.chars().allMatch(c -> isAllowed(c, IN_USERS))) {
      throw new IllegalArgumentException("net/url: invalid userinfo");
    }
    requireEscaped(text);
    return text;
  }

  private static String host(String scheme, String text) {
    int bracket = text.lastIndexOf('[');
    if (bracket > 0) {
      throw new IllegalArgumentException("invalid IP-literal");
    }
    if (bracket == 0) {
      int end = text.lastIndexOf(']');
      if (end < 0) {
        throw new IllegalArgumentException("missing ']' in host");
      }
      requirePort(text.substring(end + 1));
      requireAddress(text.substring(1, end));
    } else if (text.contains(":")) {
      boolean strict = scheme.equals("http") || scheme.equals("https");
      requirePort(text.substring(strict ? text.indexOf(':') : text.lastIndexOf(':')));
      requireHost(text);
    } else {
      requireHost(text);
    }
    return text;
  }

  private static void requirePort(String text) {
    if (!text.matches("(:[0-9]*)?")) {
      throw new IllegalArgumentException("invalid port " + GoText.quote(text) + " after host");
    }
  }

  /** An IPv6 address, whose zone may be escaped. */
  private static void requireAddress(String text) {
    int zone = text.indexOf(ZONE);
    String address = zone < 0 ? text : text.substring(0, zone);
    requireHost(address);
    if (zone >= 0) {
      requireEscaped(text.substring(zone));
    }
    boolean noZone = zone >= 0 && zone + ZONE.length() == text.length();
    if (address.contains(":") ? noZone || !isIpv6(address) : Ipv4Address.read(address).isEmpty()) {
      throw new IllegalArgumentException(
          "invalid host: ParseAddr(" + GoText.quote(address) + "): unable to parse IP");
    }
    if (!address.contains(":")) {
      throw new IllegalArgumentException("invalid IP-literal");
    }
  }

  private static boolean isIpv6(String text) {
    try {
      return Ipv6Address.parse(text) != null;
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  /** A host's name may have escapes of characters beyond ASCII only. */
  private static void requireHost(String text) {
    requireEscaped(text);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        String escape = text.substring(i, i + ESCAPE);
        if (escape.charAt(1) < '8' && !escape.equals(ZONE)) {
          throw wronglyEscaped(escape);
        }
        i += ESCAPE - 1;
      } else if (c <= DELETE && !isAllowed(c, IN_HOSTS)) {
        throw new IllegalArgumentException(
            "invalid character " + GoText.quote(String.valueOf(c)) + " in host name");
      }
    }
  }

  private static void requireEscaped(String text) {
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      String escape = text.substring(i, Math.min(i + ESCAPE, text.length()));
      if (!escape.matches("%[0-9A-Fa-f]{2}")) {
        throw wronglyEscaped(escape);
      }
    }
  }

  private static IllegalArgumentException wronglyEscaped(String escape) {
    return new IllegalArgumentException("invalid URL escape " + GoText.quote(escape));
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAllowed(int c, String others) {
    return isLetter(c) || (c >= '0' && c <= '9') || others.indexOf(c) >= 0;
  }

  /** The host without brackets and port. */
  public String hostname() {
    return host.startsWith("[")
        ? host.substring(1, host.lastIndexOf(']'))
        : host.replaceFirst(":[0-9]*$", "");
  }

  /**
   * The port.
   *
   * @throws IllegalArgumentException if it is larger than 65,535
   */
  public int port(int otherwise) {
    String text = host.substring(host.lastIndexOf(']') + 1);
    String port = text.substring(text.indexOf(':') + 1);
    if (!text.contains(":") || port.isEmpty()) {
      return otherwise;
    }
    if (port.length() > 5 || Integer.parseInt(port) > 65_535) {
      throw new IllegalArgumentException("address " + port + ": invalid port");
    }
    return Integer.parseInt(port);
  }

  /** The path as a request contains it. */
  public String escapedPath() {
    StringBuilder escaped = new StringBuilder();
    for (byte each : path.getBytes(StandardCharsets.UTF_8)) {
      if (isAllowed(each, IN_PATHS + "%")) {
        escaped.append((char) each);
      } else {
        escaped.append("%%%02X".formatted(each));
      }
    }
    return escaped.toString();
  }
}

package dev.cnilab.cluster.apiserver.expression.function;

import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXT;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TEXTS_BY_NAME;
import static dev.cnilab.cluster.apiserver.expression.function.Kind.TRUTH;

import dev.cnilab.cluster.gonet.GoQuery;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** URL functions, after {@code k8s.io/apiserver/pkg/cel/library/urls.go}. */
public final class UrlFunctions {
  private static final Kind<URI> URL = Kind.opaque("kubernetes.URL", URI.class);

  private UrlFunctions() {}

  public static void declare(FunctionTable table) {
    table.global("isURL", TEXT, TRUTH, text -> parse(text).isPresent());
    table.global("url", TEXT, URL, UrlFunctions::url);
    table.member(URL, "getScheme", TEXT, url -> text(url.getScheme()));
    table.member(URL, "getHost", TEXT, url -> text(url.getRawAuthority()).replaceFirst("^.*@", ""));
    table.member(URL, "getHostname", TEXT, url -> text(url.getHost()).replaceAll("[\\[\\]]", ""));
    table.member(URL, "getPort", TEXT, url -> url.getPort() < 0 ? "" : "" + url.getPort());
    table.member(URL, "getEscapedPath", TEXT, url -> text(url.getRawPath()));
    table.member(URL, "getQuery", TEXTS_BY_NAME, UrlFunctions::query);
  }

  private static URI url(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "URL parse error during conversion from string: parse \""
                        + text
                        + "\": invalid URI for request"));
  }

  /** Like Go's {@code ParseRequestURI}: with a scheme, or a path from the root. */
  private static Optional<URI> parse(String text) {
    try {
      URI uri = new URI(text);
      boolean complete = uri.isAbsolute() && !uri.isOpaque();
      if (uri.getRawAuthority() != null) {
        uri.parseServerAuthority();
      }
      return complete || text.startsWith("/") ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException malformed) {
      return Optional.empty();
    }
  }

  private static String text(@Nullable String part) {
    return part == null ? "" : part;
  }

  private static Map<String, List<String>> query(URI url) {
    return new TreeMap<>(GoQuery.parse(text(url.getRawQuery())));
  }
}

package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.image.http.HttpOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rewrites the links of a page that came through the proxy: links to the same server also lead
 * through the proxy. After {@code k8s.io/apimachinery/pkg/util/proxy}.
 *
 * @param prefix the path up to and including {@code proxy}
 */
public record LinkRewriting(String prefix, HttpOrigin origin) {
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "(?i)(\\b(?:href|src|action|cite|codebase|data|formaction|icon|longdesc|manifest|poster|profile|background|usemap)=[\"'])([^\"']*)");

  public String page(String html) {
    return ATTRIBUTE
        .matcher(html)
        .replaceAll(link -> Matcher.quoteReplacement(link.group(1) + link(link.group(2))));
  }

  /** A rewritten link, in a page or in a Location header. */
  public String link(String url) {
    String own = origin.toString();
    if (url.startsWith("/") && !url.startsWith("//")) {
      return url.startsWith(prefix + "/") ? url : prefix + url;
    }
    return url.startsWith(own + "/") ? prefix + url.substring(own.length()) : url;
  }
}

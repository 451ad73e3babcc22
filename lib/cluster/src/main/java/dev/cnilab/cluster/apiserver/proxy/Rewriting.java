package dev.cnilab.cluster.apiserver.proxy;

import dev.cnilab.cluster.image.http.HttpOrigin;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links of a page that came through the proxy: those to the server itself lead through the proxy,
 * too. After {@code k8s.io/apimachinery/pkg/util/proxy}.
 *
 * @param prefix the path up to and with {@code proxy}
 */
public record Rewriting(String prefix, HttpOrigin origin) {
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "(?i)(\\b(?:href|src|action|cite|codebase|data|formaction|icon|longdesc|manifest|poster|profile|background|usemap)=[\"'])([^\"']*)");

  public String page(String html) {
    return ATTRIBUTE
        .matcher(html)
        .replaceAll(link -> Matcher.quoteReplacement(link.group(1) + link(link.group(2))));
  }

  /** A link, also that of a header Location. */
  public String link(String url) {
    String own = origin.toString();
    if (url.startsWith("/") && !url.startsWith("//")) {
      return url.startsWith(prefix + "/") ? url : prefix + url;
    }
    return url.startsWith(own + "/") ? prefix + url.substring(own.length()) : url;
  }
}

package dev.cnilab.cluster.image.library;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code server} of nginx's configuration: its port, directories and fixed answers.
 *
 * @param text the content of the block
 */
record NginxSite(int port, String text) {
  private static final String ROOT = "/usr/share/nginx/html";
  private static final Pattern LISTEN = Pattern.compile("\\blisten\\s+(?:[\\w.*]+:)?(\\d+)[^;]*;");
  private static final Pattern LOCATION =
      Pattern.compile("\\blocation\\s+(?:[=~^*]+\\s+)?(\\S+)\\s*\\{([^}]*)}");
  private static final Pattern ROOT_LINE = Pattern.compile("\\broot\\s+(\\S+?)\\s*;");
  private static final Pattern RETURN =
      Pattern.compile(
          "\\breturn\\s+(\\d{3})(?:\\s+(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^;]+?)))?\\s*;");
  private static final Pattern TYPE = Pattern.compile("\\bdefault_type\\s+(\\S+?)\\s*;");

  /** A location's fixed answer, without a file. */
  record Fixed(int status, String type, String body) {}

  /** The servers in a configuration; each has one port. */
  static List<NginxSite> parse(String configuration) {
    String text = configuration.replaceAll("(?m)#.*$", "");
    List<NginxSite> sites = new ArrayList<>();
    Matcher server = Pattern.compile("\\bserver\\s*\\{").matcher(text);
    while (server.find()) {
      String block = block(text, server.end());
      Matcher listen = LISTEN.matcher(block);
      int port = listen.find() ? Integer.parseInt(listen.group(1)) : 80;
      sites.add(new NginxSite(port, block));
    }
    return sites;
  }

  /** The text from after an opening brace to the matching closing one. */
  private static String block(String text, int start) {
    int depth = 1;
    int end = start;
    while (end < text.length() && depth > 0) {
      depth += text.charAt(end) == '{' ? 1 : text.charAt(end) == '}' ? -1 : 0;
      end++;
    }
    return text.substring(start, Math.max(start, end - 1));
  }

  /** The content of the location that matches a path; the server's own if none does. */
  private String location(String path) {
    List<Matcher> found = new ArrayList<>();
    Matcher location = LOCATION.matcher(text);
    while (location.find()) {
      if (path.startsWith(location.group(1))) {
        Matcher copy = LOCATION.matcher(text);
        copy.find(location.start());
        found.add(copy);
      }
    }
    return found.stream()
        .max(Comparator.comparingInt(each -> each.group(1).length()))
        .map(each -> each.group(2))
        .orElse(text);
  }

  Optional<Fixed> fixed(String path) {
    Matcher line = RETURN.matcher(location(path));
    if (!line.find()) {
      return Optional.empty();
    }
    String body =
        line.group(2) != null
            ? line.group(2)
            : line.group(3) != null ? line.group(3) : line.group(4);
    Matcher type = TYPE.matcher(location(path));
    return Optional.of(
        new Fixed(
            Integer.parseInt(line.group(1)),
            type.find() ? type.group(1) : "application/octet-stream",
            body == null ? "" : body.replace("\\n", "\n").replace("\\\"", "\"")));
  }

  /** The directory whose files are served for a path. */
  String root(String path) {
    Matcher own = ROOT_LINE.matcher(location(path));
    if (own.find()) {
      return own.group(1);
    }
    Matcher common = ROOT_LINE.matcher(LOCATION.matcher(text).replaceAll(""));
    return common.find() ? common.group(1) : ROOT;
  }
}

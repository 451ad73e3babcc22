package dev.cnilab.userland.net.http.curl;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The output of {@code curl -w}. */
final class WriteOut {
  private static final Pattern PART = Pattern.compile("%\\{([^}]*)\\}|%%|\\\\(.)");

  private WriteOut() {}

  /**
   * Replaces variables and escapes.
   *
   * @param complaints receives a line for each unknown variable
   */
  static String of(String format, TransferRecord record, Consumer<String> complaints) {
    Matcher parts = PART.matcher(format);
    StringBuilder text = new StringBuilder();
    while (parts.find()) {
      String value;
      if (parts.group(1) != null) {
        value = variable(parts.group(1), record);
        if (value == null) {
          complaints.accept("curl: unknown --write-out variable: '" + parts.group(1) + "'");
          value = "";
        }
      } else if (parts.group(2) != null) {
        value =
            switch (parts.group(2)) {
              case "n" -> "\n";
              case "t" -> "\t";
              case "r" -> "\r";
              default -> parts.group();
            };
      } else {
        value = "%";
      }
      parts.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    return parts.appendTail(text).toString();
  }

  private static @org.jspecify.annotations.Nullable String variable(
      String name, TransferRecord record) {
    return switch (name) {
      case "http_code", "response_code" -> String.format(Locale.ROOT, "%03d", record.status);
      case "size_download" -> String.valueOf(record.downloaded);
      case "size_header" -> String.valueOf(record.headerBytes);
      case "size_request" -> String.valueOf(record.requested);
      case "num_headers" -> String.valueOf(record.headers);
      case "size_upload",
          "num_retries",
          "http_connect",
          "ssl_verify_result",
          "proxy_ssl_verify_result",
          "num_certs",
          "urlnum" ->
          "0";
      case "filename_effective" -> record.file;
      case "referer", "certs", "ftp_entry_path" -> "";
      case "remote_ip" -> record.remoteAddress;
      case "remote_port" -> String.valueOf(record.remotePort);
      case "local_ip" -> record.localAddress;
      case "local_port" -> String.valueOf(record.localPort);
      case "url" -> record.url;
      case "url_effective" -> record.effectiveUrl;
      case "content_type" -> record.contentType;
      case "redirect_url" -> record.redirectUrl;
      case "num_redirects" -> String.valueOf(record.redirects);
      case "num_connects" -> String.valueOf(record.connects);
      case "method" -> record.method;
      case "scheme" -> record.connects > 0 ? "HTTP" : "";
      case "http_version" -> record.status == 0 ? "0" : "1.1";
      case "exitcode" -> String.valueOf(record.exitCode);
      case "errormsg" -> record.error;
      case "time_total" -> seconds(record.total);
      case "time_namelookup", "time_appconnect", "time_redirect" -> seconds(0);
      case "time_connect" -> seconds(record.connectTime);
      case "time_pretransfer" -> seconds(record.connectTime);
      case "time_starttransfer" -> seconds(record.firstByteTime);
      case "speed_download" ->
          String.valueOf(record.downloaded * 1_000_000_000L / Math.max(1, record.total));
      case "speed_upload" -> "0";
      default -> null;
    };
  }

  private static String seconds(long nanos) {
    return String.format(Locale.ROOT, "%d.%06d", nanos / 1_000_000_000, nanos / 1000 % 1_000_000);
  }
}

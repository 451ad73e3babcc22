package dev.cnilab.userland.net.http.curl;

import dev.cnilab.userland.net.http.CurlFailure;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.stream.WholeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A part of the body of a request.
 *
 * @param option {@code d}, {@code data-raw} or {@code data-binary}
 * @param argument the text, or after an @ the name of a file, unless it is raw
 */
record CurlData(String option, String argument) {
  /**
   * The parts, joined as in a form.
   *
   * @throws CurlFailure if a file cannot be read
   */
  static String joined(Process process, List<CurlData> parts) throws CurlFailure {
    StringBuilder body = new StringBuilder();
    for (CurlData each : parts) {
      body.append(body.isEmpty() ? "" : "&").append(each.text(process));
    }
    return body.toString();
  }

  private String text(Process process) throws CurlFailure {
    if (option.equals("data-raw") || !argument.startsWith("@")) {
      return argument;
    }
    String text = content(process, argument.substring(1));
    return option.equals("d") ? text.replaceAll("[\\r\\n]", "") : text;
  }

  private static String content(Process process, String file) throws CurlFailure {
    try {
      return file.equals("-")
          ? new String(process.in().readAllBytes(), StandardCharsets.UTF_8)
          : WholeText.of(process.files(), process.resolve(file), process);
    } catch (IOException unreadable) {
      throw new CurlFailure(26, "Failed to open " + file);
    }
  }
}

package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.LineReader.Line;
import dev.cnilab.userland.command.Options;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code cat}. */
final class Cat implements Command {
  private static final int BLOCK = 65536;
  private static final int DELETE = 0x7f;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "nbeETtAvs").idle("u").parse();
    if (options.last("nbeETtAvs") == ' ') {
      return call.eachInput(options.operands(), (path, in) -> copy(call, in));
    }
    Marker marker = new Marker(call, options);
    return call.eachInput(options.operands(), (path, in) -> marker.copy(in));
  }

  private static void copy(Invocation call, InputStream in) throws IOException {
    byte[] block = new byte[BLOCK];
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      call.out().write(block, 0, count);
    }
  }

  /** Numbers lines and marks their ends, across all files. */
  private static final class Marker {
    private final Invocation call;
    private final Options.Found options;
    private int number;
    private boolean afterBlank;

    Marker(Invocation call, Options.Found options) {
      this.call = call;
      this.options = options;
    }

    void copy(InputStream in) throws IOException {
      LineReader lines = new LineReader(in);
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        boolean blank = line.get().text().isEmpty();
        if (!blank || !afterBlank || !options.has('s')) {
          call.out().print(marked(line.get()));
        }
        afterBlank = blank;
      }
    }

    /** Characters outside ASCII in the notation of {@code -v}, except for tabs. */
    private String visible(String text) {
      if (options.last("veAt") == ' ') {
        return text;
      }
      StringBuilder shown = new StringBuilder();
      for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
        int code = each & 0x7f;
        shown.append(each < 0 ? "M-" : "");
        if (code == DELETE) {
          shown.append("^?");
        } else if (code >= ' ' || (each == '\t')) {
          shown.append((char) code);
        } else {
          shown.append('^').append((char) (code + '@'));
        }
      }
      return shown.toString();
    }

    private String marked(Line line) {
      boolean numbered = options.has('b') ? !line.text().isEmpty() : options.has('n');
      boolean tabs = options.last("TtA") != ' ';
      boolean ends = options.last("eEA") != ' ';
      return (numbered ? String.format("%6d\t", ++number) : "")
          + (tabs ? visible(line.text()).replace("\t", "^I") : visible(line.text()))
          + (line.complete() ? ends ? "$\n" : "\n" : "");
    }
  }
}

package dev.cnilab.userland.coreutils;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.word.BackslashText;
import dev.cnilab.userland.file.FileError;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.open.Sink;
import dev.cnilab.userland.process.ProcessSpec;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code xargs}. */
final class Xargs implements Command {
  private static final int MOST_WORDS = 5000;

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "nI0rtLd").idle("x").stopAtOperand().parse();
    List<String> command = options.operands().isEmpty() ? List.of("echo") : options.operands();
    String input = new String(call.in().readAllBytes(), StandardCharsets.UTF_8);
    String placeholder = options.value('I').orElse("");
    List<String> words =
        options.has('0')
            ? separated(input, "\0")
            : options.has('d')
                ? separated(input, delimiter(options.value('d').get()))
                : !placeholder.isEmpty() || options.has('L')
                    ? separated(input, "\n")
                    : words(call, input);
    if (!placeholder.isEmpty()) {
      int status = 0;
      for (String word : words) {
        List<String> filled =
            command.stream().map(each -> each.replace(placeholder, word.strip())).toList();
        status = Math.max(status, start(call, options, filled));
      }
      return status;
    }
    int most = most(call, options);
    int status = 0;
    for (int at = 0; at < words.size() || (at == 0 && !options.has('r')); at += most) {
      List<String> filled = new ArrayList<>(command);
      filled.addAll(words.subList(at, Math.min(words.size(), at + most)));
      status = Math.max(status, start(call, options, filled));
    }
    return status;
  }

  private static int most(Invocation call, Options.Found options) throws ProgramException {
    String text = options.value('n').or(() -> options.value('L')).orElse("" + MOST_WORDS);
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw call.failure(1, "invalid number \"" + text + "\" for -n option");
    }
    return Integer.parseInt(text);
  }

  private static String delimiter(String text) {
    return new String(BackslashText.ofFormat(text).bytes(), StandardCharsets.UTF_8);
  }

  private static List<String> separated(String input, String separator) {
    List<String> all = new ArrayList<>(List.of(input.split(Pattern.quote(separator), -1)));
    all.removeIf(String::isBlank);
    return all;
  }

  private static List<String> words(Invocation call, String input) throws ProgramException {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    for (int i = 0; i < input.length(); i++) {
      char c = input.charAt(i);
      if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
        }
        open = false;
      } else if (c == '\'' || c == '"') {
        int end = input.indexOf(c, i + 1);
        if (end < 0) {
          throw call.failure(
              1,
              "unmatched "
                  + (c == '"' ? "double" : "single")
                  + " quote; by default quotes are special to xargs unless you use the -0 option");
        }
        word.append(input, i + 1, end);
        open = true;
        i = end;
      } else {
        word.append(c == '\\' && i + 1 < input.length() ? input.charAt(++i) : c);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }

  private static int start(Invocation call, Options.Found options, List<String> command) {
    if (options.has('t')) {
      call.process().err().println(String.join(" ", command));
    }
    Sink nothing = Sink.discarding();
    try {
      int status = call.process().start(ProcessSpec.of(command).descriptor(0, nothing)).await();
      return status == 0 ? 0 : status == 255 ? 124 : status > 128 ? 125 : 123;
    } catch (FileException failed) {
      call.complain(command.getFirst() + ": " + failed.error().text());
      return failed.error() == FileError.ENOENT ? 127 : 126;
    }
  }
}

package dev.cnilab.userland.coreutils.diff;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** {@code diff}, in normal and unified format. */
public final class Diff implements Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.nnnnnnnnn Z", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "uUqrN", "unified").parse();
    List<String> operands = options.operands();
    if (operands.size() < 2) {
      throw call.mistake(
          "missing operand after '"
              + (operands.isEmpty() ? call.name() : operands.getFirst())
              + "'");
    }
    if (operands.size() > 2) {
      throw call.extra(operands.get(2));
    }
    return compare(call, options, operands.get(0), operands.get(1));
  }

  /** Compares two operands; if one is a directory, the file of the same name in it is compared. */
  private static int compare(Invocation call, Options.Found options, String left, String right)
      throws IOException {
    boolean leftDirectory = call.files().isDirectory(call.resolve(left));
    boolean rightDirectory = call.files().isDirectory(call.resolve(right));
    if (leftDirectory && !rightDirectory && call.files().exists(call.resolve(right))) {
      return entries(call, options, left + "/" + base(right), right);
    } else if (rightDirectory && !leftDirectory && call.files().exists(call.resolve(left))) {
      return entries(call, options, left, right + "/" + base(left));
    }
    return entries(call, options, left, right);
  }

  private static int entries(Invocation call, Options.Found options, String left, String right)
      throws IOException {
    boolean leftDirectory = call.files().isDirectory(call.resolve(left));
    boolean rightDirectory = call.files().isDirectory(call.resolve(right));
    boolean bothExist =
        call.files().exists(call.resolve(left)) && call.files().exists(call.resolve(right));
    if (leftDirectory && rightDirectory) {
      return directories(call, options, left, right);
    } else if (leftDirectory != rightDirectory && bothExist) {
      call.out()
          .println(
              "File "
                  + left
                  + " is a "
                  + kind(leftDirectory)
                  + " while file "
                  + right
                  + " is a "
                  + kind(rightDirectory));
      return 1;
    }
    Optional<List<String>> one = lines(call, left, options.has('N'));
    Optional<List<String>> other = lines(call, right, options.has('N'));
    if (one.isEmpty() || other.isEmpty()) {
      return 2;
    } else if (one.get().equals(other.get())) {
      return 0;
    } else if (options.has('q')) {
      call.out().println("Files " + left + " and " + right + " differ");
      return 1;
    }
    List<Edit> edits = Edit.between(one.get(), other.get());
    if (options.last("uU") != ' ' || options.has("unified")) {
      call.out().println("--- " + left + "\t" + time(call, left));
      call.out().println("+++ " + right + "\t" + time(call, right));
      int context =
          options
              .value('U')
              .or(() -> options.value("unified"))
              .filter(n -> n.matches("\\d{1,6}"))
              .map(Integer::parseInt)
              .orElse(3);
      call.out().print(new UnifiedEdits(one.get(), other.get(), edits, context).text());
    } else {
      edits.forEach(edit -> call.out().print(edit.text(one.get(), other.get())));
    }
    return 1;
  }

  private static String kind(boolean directory) {
    return directory ? "directory" : "regular file";
  }

  private static String base(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String time(Invocation call, String path) {
    return TIME.format(
        call.files()
            .find(call.resolve(path))
            .map(FileStatus::modified)
            .orElse(java.time.Instant.EPOCH));
  }

  private static Optional<List<String>> lines(Invocation call, String path, boolean mayBeAbsent)
      throws IOException {
    try (InputStream in = call.open(path)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
      lines.removeIf(String::isEmpty);
      return Optional.of(lines);
    } catch (FileException failed) {
      if (mayBeAbsent) {
        return Optional.of(List.of());
      }
      call.complain(
          (call.isBusybox() ? "can't stat '" + path + "'" : path) + ": " + failed.error().text());
      return Optional.empty();
    }
  }

  private static int directories(Invocation call, Options.Found options, String left, String right)
      throws IOException {
    TreeSet<String> names = new TreeSet<>(call.files().list(call.resolve(left)));
    names.addAll(call.files().list(call.resolve(right)));
    int status = 0;
    for (String name : names) {
      String one = left + "/" + name;
      String other = right + "/" + name;
      boolean inLeft = call.files().exists(call.resolve(one));
      boolean inRight = call.files().exists(call.resolve(other));
      if (inLeft != inRight && !options.has('N')) {
        call.out().println("Only in " + (inLeft ? left : right) + ": " + name);
        status = Math.max(status, 1);
      } else if (!call.files().isDirectory(call.resolve(one)) || options.has('r')) {
        status = Math.max(status, entries(call, options, one, other));
      } else {
        call.out().println("Common subdirectories: " + one + " and " + other);
      }
    }
    return status;
  }
}

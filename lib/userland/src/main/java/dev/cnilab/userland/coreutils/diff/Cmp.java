package dev.cnilab.userland.coreutils.diff;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/** {@code cmp}. */
public final class Cmp implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "sl").parse();
    List<String> operands = options.operands();
    if (operands.isEmpty()) {
      throw call.mistake("missing operand after '" + call.name() + "'");
    } else if (operands.size() > 2) {
      String third = Invocation.quote(operands.get(2));
      throw call.mistake(
          operands.get(2).matches("\\d.*")
              ? "option '--ignore-initial' is not available on this machine"
              : "invalid --ignore-initial value " + third);
    }
    String left = operands.getFirst();
    String right = operands.size() > 1 ? operands.get(1) : "-";
    byte[] one = content(call, left);
    byte[] other = content(call, right);
    if (options.has('l')) {
      return everyDifference(call, one, other);
    }
    int at = Arrays.mismatch(one, other);
    if (at < 0) {
      return 0;
    } else if (!options.has('s')) {
      long line = 1;
      for (int i = 0; i < at; i++) {
        line += one[i] == '\n' ? 1 : 0;
      }
      if (at == Math.min(one.length, other.length)) {
        String shorter = one.length < other.length ? left : right;
        call.complain("EOF on " + shorter + (at == 0 ? " which is empty" : " after byte " + at));
      } else {
        call.out().println(left + " " + right + " differ: char " + (at + 1) + ", line " + line);
      }
    }
    return 1;
  }

  private static byte[] content(Invocation call, String path) throws IOException {
    try (InputStream in = call.open(path)) {
      return in.readAllBytes();
    } catch (FileException failed) {
      throw call.failure(2, path + ": " + failed.error().text());
    }
  }

  private static int everyDifference(Invocation call, byte[] one, byte[] other) {
    int width = String.valueOf(Math.max(one.length, other.length)).length();
    int status = one.length == other.length ? 0 : 1;
    for (int i = 0; i < Math.min(one.length, other.length); i++) {
      if (one[i] != other[i]) {
        status = 1;
        call.out()
            .println(
                String.format("%" + width + "d %3o %3o", i + 1, one[i] & 0xff, other[i] & 0xff));
      }
    }
    return status;
  }
}

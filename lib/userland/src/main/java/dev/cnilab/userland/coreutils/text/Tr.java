package dev.cnilab.userland.coreutils.text;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.word.BackslashText;
import dev.cnilab.userland.process.ProgramException;
import dev.cnilab.userland.stream.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tr}, on bytes. */
public final class Tr implements Command {
  private static final int BLOCK = 8192;
  private static final Pattern CLASS = Pattern.compile("\\[:(\\w*):]");

  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options = Options.of(call, "dscC").stopAtOperand().parse();
    List<String> sets = options.operands();
    boolean deletes = options.has('d');
    boolean squeezes = options.has('s');
    if (sets.isEmpty()) {
      throw call.mistake("missing operand");
    } else if (sets.size() == 1 && !deletes && !squeezes) {
      throw call.mistake(
          "missing operand after "
              + Invocation.quote(sets.getFirst())
              + "\nTwo strings must be given when translating.");
    } else if (sets.size() > 2) {
      throw call.extra(sets.get(2));
    }
    if (deletes && !squeezes && sets.size() == 2) {
      throw call.mistake(
          "extra operand "
              + Invocation.quote(sets.get(1))
              + "\nOnly one string may be given when deleting without squeezing repeats.");
    }
    List<Integer> from = set(call, sets.getFirst());
    if (options.has('c') || options.has('C')) {
      from = complement(from);
    }
    List<Integer> to = sets.size() > 1 ? set(call, sets.get(1)) : List.of();
    boolean translates = !deletes && sets.size() == 2;
    int[] map = new int[256];
    for (int i = 0; i < 256; i++) {
      int index = from.indexOf(i);
      int mapped = index < 0 || to.isEmpty() ? i : to.get(Math.min(index, to.size() - 1));
      map[i] = deletes && index >= 0 ? -1 : translates ? mapped : i;
    }
    List<Integer> squeezed = !squeezes ? List.of() : sets.size() > 1 ? to : from;
    translate(call.in(), call.out(), map, squeezed);
    return 0;
  }

  private static void translate(InputStream in, Output to, int[] map, List<Integer> squeezed)
      throws IOException {
    byte[] block = new byte[BLOCK];
    int last = -1;
    for (int count = in.read(block); count >= 0; count = in.read(block)) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      for (int i = 0; i < count; i++) {
        int mapped = map[block[i] & 0xff];
        if (mapped >= 0 && (mapped != last || !squeezed.contains(mapped))) {
          out.write(mapped);
          last = mapped;
        }
      }
      to.write(out.toByteArray());
    }
  }

  private static List<Integer> complement(List<Integer> set) {
    List<Integer> others = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      if (!set.contains(i)) {
        others.add(i);
      }
    }
    return others;
  }

  private static List<Integer> set(Invocation call, String text) throws ProgramException {
    String expanded =
        text.replace("[:upper:]", "A-Z")
            .replace("[:lower:]", "a-z")
            .replace("[:alpha:]", "A-Za-z")
            .replace("[:digit:]", "0-9")
            .replace("[:alnum:]", "0-9A-Za-z")
            .replace("[:space:]", "\t-\r ")
            .replace("[:blank:]", "\t ")
            .replace("[:punct:]", "!-/:-@[-`{-~");
    Matcher unknown = CLASS.matcher(expanded);
    if (unknown.find() && !call.isBusybox()) {
      throw call.failure(1, "invalid character class " + Invocation.quote(unknown.group(1)));
    }
    byte[] bytes = BackslashText.ofFormat(expanded.replace("\\-", "\\055")).bytes();
    List<Integer> set = new ArrayList<>();
    for (int i = 0; i < bytes.length; i++) {
      int low = bytes[i] & 0xff;
      if (i + 2 < bytes.length && bytes[i + 1] == '-') {
        if ((bytes[i + 2] & 0xff) < low) {
          throw call.failure(
              1,
              "range-endpoints of '%c-%c' are in reverse collating sequence order"
                  .formatted(low, bytes[i + 2] & 0xff));
        }
        for (int each = low; each <= (bytes[i + 2] & 0xff); each++) {
          set.add(each);
        }
        i += 2;
      } else {
        set.add(low);
      }
    }
    return set;
  }
}

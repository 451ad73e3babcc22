package dev.cnilab.userland.coreutils.merge;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.LineReader;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.coreutils.merge.JoinSide.Order;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code join}; join(1). */
public final class Join implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.Found options =
        Options.of(call, "aveijo12tz", "header", "check-order", "nocheck-order").parse();
    List<String> operands = options.operands();
    if (operands.size() < 2) {
      throw call.mistake(
          operands.isEmpty()
              ? "missing operand"
              : "missing operand after " + Invocation.quote(operands.getFirst()));
    } else if (operands.size() > 2) {
      throw call.extra(operands.get(2));
    }
    JoinFormat format = JoinFormat.of(call, options);
    char end = options.has('z') ? '\0' : '\n';
    List<Boolean> unpaired = List.of(asks(call, options, '1'), asks(call, options, '2'));
    try (Sources sources = Sources.open(call, operands, end)) {
      List<JoinSide> sides = new ArrayList<>();
      for (int file = 0; file < 2; file++) {
        LineReader reader = sources.readers().get(file);
        sides.add(new JoinSide(call, reader, operands.get(file), format, file, options.has('i')));
      }
      return new Merge(call, options, format, sides, unpaired, end).run();
    }
  }

  /** Whether {@code -a} or {@code -v} asks for the unpaired lines of a file. */
  private static boolean asks(Invocation call, Options.Found options, char file)
      throws ProgramException {
    List<String> files = new ArrayList<>(options.values('a'));
    files.addAll(options.values('v'));
    for (String each : files) {
      if (!each.matches("[12]")) {
        throw call.failure(1, "invalid field number: " + Invocation.quote(each));
      }
    }
    return files.contains(String.valueOf(file));
  }

  /** One run on two files. */
  private record Merge(
      Invocation call,
      Options.Found options,
      JoinFormat format,
      List<JoinSide> sides,
      List<Boolean> unpaired,
      char end) {

    int run() throws IOException {
      JoinSide left = sides.get(0);
      JoinSide right = sides.get(1);
      Order order = options.has("check-order") ? Order.REQUIRED : Order.IGNORED;
      left.advance(order);
      right.advance(order);
      Optional<int[]> widths = widths(left, right);
      if (options.has("header") && left.next().isPresent() && right.next().isPresent()) {
        print(left.shownKey(left.next().get()), left.next().get(), right.next().get(), widths);
        left.advance(Order.IGNORED);
        right.advance(Order.IGNORED);
      }
      while (left.next().isPresent() || right.next().isPresent()) {
        int compared =
            left.next().isEmpty()
                ? 1
                : right.next().isEmpty() ? -1 : left.key().compareTo(right.key());
        if (compared == 0) {
          pair(left.group(order), right.group(order), left, widths);
        } else {
          order = order == Order.IGNORED && noticed() ? Order.NOTICED : order;
          alone(compared < 0 ? 0 : 1, order, widths);
        }
      }
      if (left.unsorted() || right.unsorted()) {
        throw call.failure(1, "input is not in sorted order");
      }
      return 0;
    }

    private boolean noticed() {
      return !options.has("nocheck-order");
    }

    private Optional<int[]> widths(JoinSide left, JoinSide right) {
      return options.values('o').contains("auto")
          ? Optional.of(
              new int[] {
                left.next().map(List::size).orElse(0), right.next().map(List::size).orElse(0)
              })
          : Optional.empty();
    }

    private void pair(
        List<List<String>> lefts,
        List<List<String>> rights,
        JoinSide left,
        Optional<int[]> widths) {
      if (options.has('v')) {
        return;
      }
      for (List<String> first : lefts) {
        for (List<String> second : rights) {
          print(left.shownKey(first), first, second, widths);
        }
      }
    }

    private void alone(int file, Order order, Optional<int[]> widths) throws IOException {
      JoinSide side = sides.get(file);
      List<String> row = side.next().orElseThrow();
      if (unpaired.get(file)) {
        List<String> none = List.of();
        print(side.shownKey(row), file == 0 ? row : none, file == 0 ? none : row, widths);
      }
      side.advance(order);
    }

    private void print(String key, List<String> left, List<String> right, Optional<int[]> widths) {
      call.out().print(format.row(key, List.of(left, right), widths) + end);
    }
  }
}

package dev.cnilab.userland.coreutils.expr;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import java.io.IOException;
import java.util.List;

/** {@code expr}; expr(1). Each operator and each operand is a separate argument. */
public final class Expr implements Command {
  @Override
  public int run(Invocation call) throws IOException {
    Options.answerAlone(call, 0);
    List<String> words = call.arguments();
    if (!words.isEmpty() && words.getFirst().equals("--")) {
      words = words.subList(1, words.size());
    }
    if (words.isEmpty()) {
      throw call.mistake("missing operand");
    }
    String value = new ExprEvaluation(call, words).result();
    call.out().println(value);
    return ExprEvaluation.isFalse(value) ? 1 : 0;
  }
}

package dev.cnilab.userland.shell.run;

import dev.cnilab.userland.command.Dialect;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.command.pattern.RegexMatcher;
import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.coreutils.word.Test;
import dev.cnilab.userland.shell.expand.Expander;
import dev.cnilab.userland.shell.expand.variable.ShellArray;
import dev.cnilab.userland.shell.expand.variable.Variables;
import dev.cnilab.userland.shell.tree.ShellCommand;
import dev.cnilab.userland.shell.tree.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Evaluates the condition between {@code [[} and {@code ]]}. */
record ConditionalExpression(Interpreter shell) {
  private static final String REGEX_SPECIAL = "\\.[]*^$+?(){}|";

  boolean holds(ShellCommand.Check check) throws IOException {
    return switch (check) {
      case ShellCommand.Both both -> holds(both.left()) && holds(both.right());
      case ShellCommand.Either either -> holds(either.left()) || holds(either.right());
      case ShellCommand.Opposite opposite -> !holds(opposite.check());
      case ShellCommand.Unary unary -> unary(unary.operator(), expander().text(unary.operand()));
      case ShellCommand.Binary binary -> binary(binary);
    };
  }

  private Expander expander() {
    return shell.expander();
  }

  private boolean unary(String operator, String operand) throws IOException {
    return switch (operator) {
      case "-n" -> !operand.isEmpty();
      case "-z" -> operand.isEmpty();
      case "-v" -> isSet(operand);
      default -> test(List.of(operator, operand));
    };
  }

  private boolean isSet(String operand) {
    Variables variables = shell.state().variables();
    int bracket = operand.indexOf('[');
    if (bracket < 0 || !operand.endsWith("]")) {
      return variables.get(operand).isPresent();
    }
    String key = operand.substring(bracket + 1, operand.length() - 1);
    return variables
        .array(operand.substring(0, bracket))
        .filter(array -> array.elements().containsKey(key))
        .isPresent();
  }

  private boolean test(List<String> words) throws IOException {
    return new Test(Test.Wording.BASH)
            .run(
                new Invocation(
                    shell.process(), Dialect.GNU, shell.messages().prefix() + "test", words))
        == 0;
  }

  private boolean binary(ShellCommand.Binary check) throws IOException {
    String left = expander().text(check.left());
    return switch (check.operator()) {
      case "=", "==" -> fits(left, check.right());
      case "!=" -> !fits(left, check.right());
      case "<" -> left.compareTo(expander().text(check.right())) < 0;
      case ">" -> left.compareTo(expander().text(check.right())) > 0;
      case "=~" -> isFound(left, expander().quoted(check.right(), REGEX_SPECIAL));
      case "-eq", "-ne", "-gt", "-ge", "-lt", "-le" -> {
        long first = expander().number(check.left());
        long second = expander().number(check.right());
        yield test(List.of("" + first, check.operator(), "" + second));
      }
      default -> test(List.of(left, check.operator(), expander().text(check.right())));
    };
  }

  private boolean fits(String text, Word pattern) throws IOException {
    return ShellPattern.matches(
        expander().pattern(pattern), new PreemptibleText(text, shell.process()));
  }

  private boolean isFound(String text, String expression) throws IOException {
    RegexMatcher matcher;
    try {
      matcher =
          RegexMatcher.posix(
              PosixRegex.compile(expression, PosixRegex.Syntax.EXTENDED, 0),
              new PreemptibleText(text, shell.process()));
    } catch (RegexException malformed) {
      throw new NoRegex();
    }
    boolean found = matcher.find();
    List<String> groups = new ArrayList<>();
    for (int i = 0; found && i <= matcher.groupCount(); i++) {
      groups.add(matcher.group(i));
    }
    shell.state().variables().setArray("BASH_REMATCH", ShellArray.of(groups));
    return found;
  }

  /** Thrown for an invalid regular expression: bash prints nothing and returns 2. */
  static final class NoRegex extends IOException {
    private static final long serialVersionUID = 1L;
  }
}

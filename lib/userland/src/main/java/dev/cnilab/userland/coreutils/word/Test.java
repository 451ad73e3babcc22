package dev.cnilab.userland.coreutils.word;

import dev.cnilab.userland.command.Command;
import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.PreemptibleText;
import dev.cnilab.userland.command.pattern.PosixRegex;
import dev.cnilab.userland.command.pattern.RegexException;
import dev.cnilab.userland.command.pattern.ShellPattern;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.FileStatus;
import dev.cnilab.userland.file.FileType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** {@code test}, {@code [}, and busybox's {@code [[}, where a right-hand side is a pattern. */
public final class Test implements Command {
  private static final Set<String> BINARY =
      Set.of(
          "=", "==", "!=", "<", ">", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-nt", "-ot", "-ef");
  private static final String UNARY = "bcdefghknoprstuwxzLSGO";

  private final Wording wording;

  /** The wording of errors, which differs between a shell and the command. */
  public enum Wording {
    DASH,
    ASH,
    BASH,
    COREUTILS
  }

  public Test(Wording wording) {
    this.wording = wording;
  }

  @Override
  public int run(Invocation call) throws IOException {
    List<String> words = call.arguments();
    if (call.name().endsWith("[")) {
      String end = hasPatterns(call) ? "]]" : "]";
      if (words.isEmpty() || !words.getLast().equals(end)) {
        throw call.failure(
            2,
            "missing "
                + switch (wording) {
                  case DASH, ASH -> end;
                  case BASH -> "`]'";
                  case COREUTILS -> "']'";
                });
      }
      words = words.subList(0, words.size() - 1);
    }
    if (words.isEmpty()) {
      return 1;
    }
    Evaluation evaluation = new Evaluation(call, words);
    boolean result = evaluation.byCount();
    return result ? 0 : 1;
  }

  private static boolean hasPatterns(Invocation call) {
    return call.name().endsWith("[[");
  }

  private final class Evaluation {
    private final Invocation call;
    private final List<String> words;
    private int at;

    Evaluation(Invocation call, List<String> words) {
      this.call = call;
      this.words = words;
    }

    /** Evaluates one to four arguments as POSIX defines them; more form an expression. */
    boolean byCount() throws IOException {
      if (words.size() == 1) {
        return !words.getFirst().isEmpty();
      } else if (words.size() == 2 && words.getFirst().equals("!")) {
        return words.get(1).isEmpty();
      } else if (words.size() == 3 && isBinary(words.get(1))) {
        return binary(words.get(0), words.get(1), words.get(2));
      } else if (words.size() == 4 && words.getFirst().equals("!") && isBinary(words.get(2))) {
        return !binary(words.get(1), words.get(2), words.get(3));
      }
      boolean result = or();
      if (at < words.size()) {
        throw unexpected(words.get(at));
      }
      return result;
    }

    private IOException unexpected(String word) {
      return call.failure(
          2,
          wording == Wording.BASH
              ? "too many arguments"
              : wording != Wording.COREUTILS
                  ? word + ": unexpected operator"
                  : "extra argument '" + word + "'");
    }

    private boolean or() throws IOException {
      boolean left = and();
      while (take("-o")) {
        boolean right = and();
        left = left || right;
      }
      return left;
    }

    private boolean and() throws IOException {
      boolean left = not();
      while (take("-a")) {
        boolean right = not();
        left = left && right;
      }
      return left;
    }

    private boolean not() throws IOException {
      boolean negated = false;
      while (at + 1 < words.size() && take("!")) {
        negated = !negated;
      }
      return primary() != negated;
    }

    private boolean primary() throws IOException {
      if (at >= words.size()) {
        throw call.failure(
            2,
            wording != Wording.COREUTILS
                ? "argument expected"
                : "missing argument after '" + words.getLast() + "'");
      }
      if (at + 2 < words.size() && isBinary(words.get(at + 1))) {
        at += 3;
        return binary(words.get(at - 3), words.get(at - 2), words.get(at - 1));
      }
      String word = words.get(at);
      if (word.equals("(")) {
        at++;
        boolean inner = or();
        if (!take(")")) {
          throw call.failure(
              2, wording != Wording.COREUTILS ? "closing paren expected" : "')' expected");
        }
        return inner;
      }
      boolean operator =
          word.length() == 2 && word.startsWith("-") && UNARY.indexOf(word.charAt(1)) >= 0;
      if (operator && at + 1 < words.size()) {
        at += 2;
        return unary(word.charAt(1), words.get(at - 1));
      }
      at++;
      if (at < words.size() && !Set.of("-a", "-o", ")").contains(words.get(at)) && at == 1) {
        if (wording == Wording.BASH) {
          throw call.failure(
              2,
              words.size() > 3
                  ? "too many arguments"
                  : words.size() == 2
                      ? word + ": unary operator expected"
                      : words.get(at) + ": binary operator expected");
        }
        throw wording != Wording.COREUTILS
            ? call.failure(2, word + ": unexpected operator")
            : call.failure(
                2,
                words.size() > 3
                    ? "extra argument '" + words.get(at) + "'"
                    : words.size() == 2
                        ? "'" + word + "': unary operator expected"
                        : "'" + words.get(at) + "': binary operator expected");
      }
      return !word.isEmpty();
    }

    private boolean take(String word) {
      if (at < words.size() && words.get(at).equals(word)) {
        at++;
        return true;
      }
      return false;
    }

    private boolean unary(char operator, String operand) throws IOException {
      return switch (operator) {
        case 'n' -> !operand.isEmpty();
        case 'z' -> operand.isEmpty();
        case 't' -> call.process().descriptors().get((int) integer(operand)).isTerminal();
        case 'h', 'L' -> linkStatus(operand).filter(FileStatus::isSymlink).isPresent();
        case 'd' -> has(operand, FileStatus::isDirectory);
        case 'f' -> has(operand, FileStatus::isRegular);
        case 's' -> has(operand, status -> status.size() > 0);
        case 'x' -> has(operand, status -> status.isExecutable() || status.isDirectory());
        case 'c' -> has(operand, status -> status.type() == FileType.CHARACTER_DEVICE);
        case 'p' -> has(operand, status -> status.type() == FileType.FIFO);
        case 'S' -> has(operand, status -> status.type() == FileType.SOCKET);
        case 'b', 'g', 'k', 'u' -> false;
        default -> has(operand, any -> true);
      };
    }

    private boolean has(String path, Predicate<FileStatus> property) {
      return call.files().find(call.resolve(path)).filter(property).isPresent();
    }

    private Optional<FileStatus> linkStatus(String path) {
      try {
        return Optional.of(call.files().linkStatus(call.resolve(path)));
      } catch (FileException nothing) {
        return Optional.empty();
      }
    }

    private boolean binary(String left, String operator, String right) throws IOException {
      return switch (operator) {
        case "=", "==" -> isLike(left, right);
        case "!=" -> !isLike(left, right);
        case "=~" -> isFoundIn(left, right);
        case "<" -> left.compareTo(right) < 0;
        case ">" -> left.compareTo(right) > 0;
        case "-eq" -> integer(left) == integer(right);
        case "-ne" -> integer(left) != integer(right);
        case "-gt" -> integer(left) > integer(right);
        case "-ge" -> integer(left) >= integer(right);
        case "-lt" -> integer(left) < integer(right);
        case "-le" -> integer(left) <= integer(right);
        default -> compareFiles(left, operator, right);
      };
    }

    private boolean isBinary(String word) {
      return BINARY.contains(word) || (hasPatterns(call) && word.equals("=~"));
    }

    private boolean isFoundIn(String text, String expression) throws IOException {
      try {
        return PosixRegex.compile(expression, PosixRegex.Syntax.EXTENDED, 0)
            .matcher(new PreemptibleText(text, call.process()))
            .find();
      } catch (RegexException malformed) {
        throw call.failure(2, String.valueOf(malformed.getMessage()));
      }
    }

    private boolean isLike(String left, String right) {
      return hasPatterns(call) ? ShellPattern.matches(right, left) : left.equals(right);
    }

    private boolean compareFiles(String left, String operator, String right) {
      Optional<FileStatus> one = call.files().find(call.resolve(left));
      Optional<FileStatus> other = call.files().find(call.resolve(right));
      return switch (operator) {
        case "-nt" ->
            one.isPresent()
                && (other.isEmpty() || one.get().modified().isAfter(other.get().modified()));
        case "-ot" ->
            other.isPresent()
                && (one.isEmpty() || one.get().modified().isBefore(other.get().modified()));
        default -> one.isPresent() && other.isPresent() && one.get().inode() == other.get().inode();
      };
    }

    private long integer(String text) throws IOException {
      try {
        return Long.parseLong(text.strip());
      } catch (NumberFormatException notOne) {
        throw call.failure(
            2,
            switch (wording) {
              case DASH -> "Illegal number: " + text;
              case ASH -> text + ": bad number";
              case BASH -> text + ": integer expression expected";
              case COREUTILS -> "invalid integer '" + text + "'";
            });
      }
    }
  }
}

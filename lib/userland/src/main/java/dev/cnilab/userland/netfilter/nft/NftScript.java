package dev.cnilab.userland.netfilter.nft;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.nftables.data.Style;
import dev.cnilab.userland.netfilter.nft.parser.CommandParser;
import dev.cnilab.userland.netfilter.nft.parser.ForeignTables;
import dev.cnilab.userland.netfilter.nft.syntax.NftFailure;
import dev.cnilab.userland.netfilter.nft.syntax.NftScanner;
import dev.cnilab.userland.netfilter.nft.syntax.NftToken;
import dev.cnilab.userland.netfilter.nft.syntax.NftWords;
import dev.cnilab.userland.stream.StreamUser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A script of commands that are executed all together or not at all. */
public final class NftScript {
  private final NetworkNamespace network;
  private final String source;
  private final String text;
  private final StreamUser caller;

  /**
   * A script that runs in one step.
   *
   * @param source the file name for messages; "" if it was typed as arguments
   */
  public NftScript(NetworkNamespace network, String source, String text) {
    this(network, source, text, StreamUser.MACHINE);
  }

  /** As above; others run while the caller reads the script and lists what there is. */
  NftScript(NetworkNamespace network, String source, String text, StreamUser caller) {
    this.network = network;
    this.source = source;
    this.caller = caller;
    this.text = source.isEmpty() ? text + "\n" : text;
  }

  /** The result of a script. */
  public sealed interface Outcome {
    /** All commands were executed; the output of {@code list} commands on the two streams. */
    record Done(String output, String warnings) implements Outcome {}

    /** Nothing was changed; the error message of nft. */
    record Refused(String message) implements Outcome {}
  }

  /** Runs it. */
  public Outcome run() {
    return run(Style.PLAIN, List.of());
  }

  /** Checks whether it could be run, without changing anything. */
  Outcome check(Style style) {
    return run(style, List.of(new CheckedOnly()));
  }

  Outcome run(Style style) {
    return run(style, List.of());
  }

  /** Aborts a transaction that was only to be checked. */
  private static final class CheckedOnly extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckedOnly() {
      super(null, null, false, false);
    }
  }

  private Outcome run(Style style, List<CheckedOnly> atTheEnd) {
    List<NftToken> tokens;
    StringBuilder output = new StringBuilder();
    StringBuilder warnings = new StringBuilder();
    NftToken[] latest = new NftToken[1];
    ForeignTables foreign = new ForeignTables(network);
    try {
      tokens = NftScanner.scan(text, caller);
      latest[0] = tokens.getFirst();
      network
          .nftables()
          .atomically(
              () -> {
                NftWords words = new NftWords(tokens);
                Transaction own = new Transaction(caller);
                perform(
                    words,
                    new CommandParser(words, network, foreign),
                    new Listing(words, network, style, output, warnings, own),
                    own,
                    latest);
                for (CheckedOnly end : atTheEnd) {
                  throw end;
                }
              });
      foreign.commit();
    } catch (NftFailure failure) {
      return new Outcome.Refused(message(failure));
    } catch (ErrnoException refused) {
      return new Outcome.Refused(message(NftFailure.kernel(wholeLine(latest[0]), refused)));
    } catch (CheckedOnly checked) {
      return new Outcome.Done("", "");
    }
    return new Outcome.Done(output.toString(), warnings.toString());
  }

  /** Lets others run as long as there is no change that they must not see yet. */
  private static final class Transaction implements StreamUser {
    private final StreamUser caller;
    private boolean changed;

    Transaction(StreamUser caller) {
      this.caller = caller;
    }

    void begin() {
      changed = true;
    }

    @Override
    public void work(int micros) {
      if (!changed) {
        caller.work(micros);
      }
    }
  }

  private static void perform(
      NftWords words, CommandParser changes, Listing listing, Transaction own, NftToken[] latest) {
    words.skipSeparators();
    while (words.peek().kind() != NftToken.Kind.END) {
      latest[0] = words.peek();
      NftToken verb = words.next();
      if (verb.is("list")) {
        listing.run();
      } else {
        own.begin();
        changes.run(verb);
      }
      if (!words.isAtEnd() || words.isAt("}")) {
        throw NftFailure.unexpected(words.peek(), "end of file or newline or semicolon");
      }
      words.skipSeparators();
    }
  }

  private NftToken wholeLine(NftToken first) {
    int length = line(first).length() - first.column() + 1; // including the end of the line
    return new NftToken(first.kind(), "", first.line(), first.column(), length);
  }

  private String line(NftToken at) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    return Optional.of(at.line() - 1).filter(i -> i < lines.size()).map(lines::get).orElse("");
  }

  /** The message with the line it refers to, and marks below the error. */
  private String message(NftFailure failure) {
    NftToken at = failure.at();
    String place =
        source.isEmpty()
            ? ""
            : source
                + (":" + at.line() + ":" + (at.column() + 1) + "-")
                + (at.column() + at.length() + ": ");
    return place
        + ("Error: " + failure.getMessage() + "\n")
        + (line(at).replace('\t', ' ') + "\n")
        + " ".repeat(at.column())
        + "^".repeat(at.length());
  }
}

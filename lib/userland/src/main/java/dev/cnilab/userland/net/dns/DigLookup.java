package dev.cnilab.userland.net.dns;

import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.userland.net.resolve.DnsReply;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * A lookup of a name as in bind's tools (bin/dig/dighost.c).
 *
 * @param word the name as the user typed it
 */
public record DigLookup(LookupSettings settings, String word, LookupReport report) {
  /**
   * Queries the names in turn until one exists.
   *
   * @param names absolute, with or without the trailing dot
   * @return the last answer; empty if there was none
   */
  public Optional<ReceivedAnswer> first(List<String> names, Function<String, Message> question) {
    for (String name : names) {
      report.trying(name);
      Optional<ReceivedAnswer> received = ask(name, question.apply(name));
      boolean last = name.equals(names.getLast());
      if (last || received.isEmpty() || received.get().rcode() != Rcode.NXDOMAIN) {
        return received;
      }
      report.missed(received.get());
    }
    return Optional.empty();
  }

  private Optional<ReceivedAnswer> ask(String name, Message query) {
    AtomicInteger tries = new AtomicInteger(settings.tries());
    for (AskedServer server : settings.servers()) {
      boolean last = server.equals(settings.servers().getLast());
      Optional<ReceivedAnswer> received = ask(server, name, query, tries);
      if (received.isPresent() && isAccepted(received.get(), last)) {
        return received;
      }
    }
    return Optional.empty();
  }

  private boolean isAccepted(ReceivedAnswer received, boolean last) {
    boolean failed = received.rcode() == Rcode.SERVFAIL && !settings.stopsAtFailure();
    Message message = received.message();
    boolean noRecursion =
        settings.wantsRecursion()
            && !message.getHeader().getFlag(Flags.RA)
            && message.getHeader().getFlag(Flags.RD);
    if (!failed && !noRecursion) {
      return true;
    }
    String what = failed ? "SERVFAIL reply" : "recursion not available";
    report.passedOver(
        "Got " + what + " from " + received.server().text() + (last ? "" : ", trying next server"));
    return last;
  }

  /**
   * Queries one server. A name's tries are shared by all servers, but each server gets at least
   * one.
   */
  private Optional<ReceivedAnswer> ask(
      AskedServer server, String name, Message query, AtomicInteger tries) {
    boolean last = server.equals(settings.servers().getLast());
    while (true) {
      boolean again = tries.get() > 1;
      DnsReply reply = server.ask(settings, query, settings.transport());
      switch (reply) {
        case DnsReply.Answer answer -> {
          return Optional.of(new ReceivedAnswer(answer, server, settings.port(), name));
        }
        case DnsReply.TimedOut late -> failed(server, "timed out", !again && last);
        case DnsReply.Failed failed -> failed(server, text(failed.errno()), !again && last);
        case DnsReply.Unsent unsent -> {
          report.comment(unsent(server, unsent.errno()));
          if (again || last) {
            report.comment("no servers could be reached");
          }
        }
      }
      if (!again) {
        return Optional.empty();
      }
      tries.decrementAndGet();
    }
  }

  private void failed(AskedServer server, String why, boolean ended) {
    report.comment("communications error to " + at(server) + ": " + why);
    if (ended) {
      report.nobodyAnswered();
    }
  }

  private String unsent(AskedServer server, Errno errno) {
    String what =
        settings.transport() == AskedServer.Transport.TCP ? "Connection to " : "UDP setup with ";
    return (what + at(server) + "(" + server.text() + ")")
        + (" for " + DnsNames.bare(word) + " failed: " + text(errno) + ".");
  }

  private String at(AskedServer server) {
    return server.text() + "#" + settings.port();
  }

  /** The message of an error in bind's isc_result_totext. */
  private static String text(Errno errno) {
    return switch (errno) {
      case ECONNREFUSED -> "connection refused";
      case ENETUNREACH -> "network unreachable";
      case EHOSTUNREACH -> "host unreachable";
      case EADDRNOTAVAIL -> "address not available";
      case EPERM, EACCES -> "permission denied";
      case ECONNRESET -> "connection reset";
      case ETIMEDOUT -> "timed out";
      default -> errno.text().toLowerCase(Locale.ROOT);
    };
  }
}

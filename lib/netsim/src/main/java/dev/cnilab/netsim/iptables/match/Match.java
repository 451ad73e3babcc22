package dev.cnilab.netsim.iptables.match;

import dev.cnilab.netsim.iptables.subject.MatchSubject;

/**
 * A condition of a rule. Its text is what {@code iptables -S} prints, without the {@code -m} that
 * loads its extension ({@link #extension}).
 */
public sealed interface Match
    permits Match.Not,
        Match.Loaded,
        Match.Comment,
        Match.Accounted,
        PacketMatch,
        TransportMatch,
        KnowledgeMatch,
        ConnectionMatch,
        RateMatch,
        MemoryMatch,
        OwnerMatch,
        ServiceMatch,
        HeaderMatch,
        BridgeMatch {
  /** Whether the packet satisfies the condition. */
  boolean matches(MatchSubject subject);

  /** The extension it belongs to; empty for conditions that need none. */
  default String extension() {
    return "";
  }

  /** The text of the opposite condition. */
  default String negated() {
    return "! " + this;
  }

  /** {@code ! match}. */
  record Not(Match match) implements Match {
    @Override
    public boolean matches(MatchSubject subject) {
      return !match.matches(subject);
    }

    @Override
    public String extension() {
      return match.extension();
    }

    @Override
    public String toString() {
      return match.negated();
    }
  }

  /** {@code -m EXTENSION} without any condition. */
  record Loaded(String extension) implements Match {
    @Override
    public boolean matches(MatchSubject subject) {
      return true;
    }

    @Override
    public String toString() {
      return "";
    }
  }

  /** {@code -m comment}: always true. */
  record Comment(String text) implements Match {
    @Override
    public boolean matches(MatchSubject subject) {
      return true;
    }

    @Override
    public String extension() {
      return "comment";
    }

    @Override
    public String toString() {
      boolean plain = text.matches("[A-Za-z0-9_-]+");
      String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
      return "--comment " + (plain ? text : "\"" + quoted + "\"");
    }
  }

  /** {@code -m nfacct}: counts packets in a counter that {@code nfacct} lists. */
  record Accounted(String counter) implements Match {
    @Override
    public boolean matches(MatchSubject subject) {
      return true;
    }

    @Override
    public String extension() {
      return "nfacct";
    }

    /** With the two spaces that the extension prints (libxt_nfacct.c). */
    @Override
    public String toString() {
      return "--nfacct-name  " + counter;
    }
  }
}

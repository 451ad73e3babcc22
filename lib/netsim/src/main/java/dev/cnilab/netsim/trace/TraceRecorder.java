package dev.cnilab.netsim.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records the fate of one packet. The forwarding code calls it, but only for packets that are
 * traced. When a packet is copied, each copy gets a {@link #fork}.
 */
public final class TraceRecorder {
  private record Entry(String namespace, long nanoTime, Step step) {}

  private final Trace.Kind kind;
  private final @Nullable TraceRecorder origin;
  private final List<Entry> entries = new ArrayList<>();
  private final List<TraceRecorder> copies = new ArrayList<>();
  private final List<TraceRecorder> consequences;

  private TraceRecorder(Trace.Kind kind, @Nullable TraceRecorder origin) {
    this.kind = kind;
    this.origin = origin;
    this.consequences = origin == null ? new ArrayList<>() : origin.consequences;
  }

  /** Creates a recorder for a packet that a program sends. */
  public static TraceRecorder ofRequest() {
    return new TraceRecorder(Trace.Kind.REQUEST, null);
  }

  /** Creates a recorder for a copy of the packet, which shares the steps so far. */
  public TraceRecorder fork() {
    TraceRecorder copy = new TraceRecorder(kind, this);
    copy.entries.addAll(entries);
    root().copies.add(copy);
    return copy;
  }

  private TraceRecorder root() {
    return origin == null ? this : origin.root();
  }

  /** Creates a recorder for a packet that answers this one. */
  public TraceRecorder answer(Trace.Kind answerKind) {
    TraceRecorder answer = new TraceRecorder(answerKind, null);
    consequences.add(answer);
    return answer;
  }

  /** Records a step; steps after the end of a copy are ignored. */
  public void note(String namespace, long nanoTime, Step step) {
    if (!hasEnded()) {
      entries.add(new Entry(namespace, nanoTime, step));
    }
  }

  private boolean hasEnded() {
    return !entries.isEmpty() && entries.get(entries.size() - 1).step.isEnd();
  }

  /** Everything recorded so far. */
  public Trace trace() {
    TraceRecorder root = root();
    List<TraceRecorder> ways = new ArrayList<>(root.copies);
    ways.add(0, root);
    TraceRecorder main = ways.stream().max(Comparator.comparingInt(TraceRecorder::rank)).get();
    ways.remove(main);
    return new Trace(
        kind,
        main.hops(),
        ways.stream().map(TraceRecorder::hops).toList(),
        consequences.stream().map(TraceRecorder::trace).toList());
  }

  /** Ranks delivered copies first, then copies still on their way, then the longest path. */
  private int rank() {
    if (entries.isEmpty()) {
      return -1;
    }
    Step last = entries.get(entries.size() - 1).step;
    return switch (last) {
      case Step.Delivered delivered -> 3_000_000;
      case Step.Dropped dropped when dropped.reason() == DropReason.OTHERHOST -> entries.size();
      case Step.Reassembled joinedToAnother -> entries.size();
      case Step.Dropped dropped -> 1_000_000 + entries.size();
      default -> 2_000_000 + entries.size();
    };
  }

  private List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= entries.size(); end++) {
      if (end == entries.size()
          || !entries.get(end).namespace.equals(entries.get(start).namespace)) {
        List<Step> steps = entries.subList(start, end).stream().map(Entry::step).toList();
        hops.add(new Hop(entries.get(start).namespace, entries.get(start).nanoTime, steps));
        start = end;
      }
    }
    return hops;
  }
}

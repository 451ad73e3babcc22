package dev.cnilab.cluster.record;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.userland.hardware.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Writes events for one component on one host. On the loop only; never fails, never blocks. */
public final class EventRecorder {
  private static final int MAX_TRIES = 12;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(10);

  private final ApiClient client;
  private final WallClock clock;
  private final EventLoop loop;
  private final String component;
  private final String host;
  private final EventCorrelator correlator = new EventCorrelator();
  private final Deque<Event> unwritten = new ArrayDeque<>();
  private int tries;

  /** Whether a task is writing or will try again; it also writes what is added in the meantime. */
  private boolean writing;

  private long lastName;

  /**
   * Records as {@code component}.
   *
   * @param host the node it runs on, "" to leave it out
   */
  public EventRecorder(ApiClient client, WallClock clock, String component, String host) {
    this.client = client;
    this.clock = clock;
    this.loop = clock.loop();
    this.component = component;
    this.host = host;
  }

  /** Records that something happened to an object. */
  public void event(KubeObject about, EventType type, String reason, String message) {
    event(ObjectReference.of(about), type, reason, message);
  }

  /** Records that something happened to an object or a part of it. */
  public void event(ObjectReference about, EventType type, String reason, String message) {
    Instant now = clock.instant();
    Event event =
        new Event(
            newName(about.name()), about, type, reason, message, component, host, now, now, 1);
    correlator.correlate(event, now, this::newName).ifPresent(unwritten::add);
    if (!writing) {
      writing = true;
      write();
    }
  }

  /**
   * The object's name and the time, which is increased by a nanosecond after the last one, and by
   * an offset for each component, because events of the same virtual instant must not share a name.
   */
  private String newName(String object) {
    Instant now = clock.instant();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    int hair = Math.floorMod((component + "/" + host).hashCode(), 1_000_000);
    lastName = Math.max(lastName + 1, nanos + hair);
    return object + "." + Long.toHexString(lastName);
  }

  /** Writes what is queued, in the task that records an event or in one of its own. */
  private void write() {
    try {
      for (Event event = unwritten.peek(); event != null; event = unwritten.peek()) {
        if (!written(event) && ++tries < MAX_TRIES) {
          writeAfter(BETWEEN_TRIES);
          return;
        }
        tries = 0;
        unwritten.remove();
      }
      writing = false;
    } catch (TaskInterrupted givenUp) {
      writeAfter(Duration.ZERO); // others may have queued events in the meantime
      throw givenUp;
    }
  }

  private void writeAfter(Duration delay) {
    loop.schedule(delay, () -> loop.spawn("events of " + component, this::write));
  }

  /**
   * Whether the server has accepted or refused the event, so that there is no point in retrying.
   */
  private boolean written(Event event) {
    try {
      if (event.count() == 1 || !patched(event)) {
        client.create(ResourceTypes.EVENTS, event.toObject());
      }
      return true;
    } catch (ApiException refused) {
      return refused.status().code() < 500 && !refused.isUnreachable();
    }
  }

  private boolean patched(Event event) {
    try {
      Patch patch = Patch.strategic(event.toPatch());
      client.patch(ResourceTypes.EVENTS, event.namespace(), event.name(), patch);
      return true;
    } catch (ApiException refused) {
      if (refused.isNotFound()) {
        return false;
      }
      throw refused;
    }
  }
}

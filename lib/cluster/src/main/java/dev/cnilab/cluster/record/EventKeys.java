package dev.cnilab.cluster.record;

/** Which events are equal, similar, or from one source about one object. */
final class EventKeys {
  private EventKeys() {}

  /** Equal in everything except time. */
  static String event(Event event) {
    ObjectReference about = event.involvedObject();
    return String.join("|", spam(event), about.fieldPath(), event.reason(), event.message());
  }

  /** Equal except for the message and the part of the object. */
  static String group(Event event) {
    return String.join("|", spam(event), event.reason());
  }

  /** The same source, object and type. */
  static String spam(Event event) {
    ObjectReference about = event.involvedObject();
    return String.join(
        "|",
        event.component(),
        event.host(),
        about.kind(),
        about.namespace(),
        about.name(),
        about.uid(),
        about.apiVersion(),
        event.type().toString());
  }
}

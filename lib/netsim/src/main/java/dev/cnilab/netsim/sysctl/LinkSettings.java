package dev.cnilab.netsim.sysctl;

import java.util.Arrays;

/** The values of all {@link LinkSetting}s for one link, or for {@code all} or {@code default}. */
public final class LinkSettings {
  private final int[] values;

  private LinkSettings(int[] values) {
    this.values = values;
  }

  static LinkSettings initial() {
    return new LinkSettings(
        Arrays.stream(LinkSetting.values()).mapToInt(LinkSetting::initial).toArray());
  }

  LinkSettings copy() {
    return new LinkSettings(values.clone());
  }

  @SuppressWarnings("EnumOrdinal") // an array, for the hot path of packets
  public int get(LinkSetting setting) {
    return values[setting.ordinal()];
  }

  @SuppressWarnings("EnumOrdinal")
  void set(LinkSetting setting, int value) {
    values[setting.ordinal()] = value;
  }
}

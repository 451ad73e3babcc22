package dev.cnilab.userland.journal;

import java.time.Instant;

/**
 * One line of the journal; systemd.journal-fields(7).
 *
 * @param unit with its suffix: {@code kubelet.service}; "" for none
 * @param identifier SYSLOG_IDENTIFIER, the name before the pid
 */
public record JournalEntry(
    Instant time, String host, String unit, String identifier, int pid, String message) {}

/** When something is due that happens again and again, as crontab(5) writes it. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.cron;

/** CronJobs: Jobs that are made again and again. */
@org.jspecify.annotations.NullMarked
package dev.cnilab.cluster.controller.cron;

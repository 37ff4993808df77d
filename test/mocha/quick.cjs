const unit = require('./unit.cjs');

/**
 * For after every change, in less than a minute: all unit tests but what is random, what tries every fault, every server
 * generation or every hostile string, what replays recordings or plays hours of a log, and what starts other programs or
 * waits for them.
 */
module.exports = {
  ...unit,
  ignore: [
    'test/unit/{faults,fuzz,hostileContent,keySecrecy,offline,proxy,soak}/**',
    'test/unit/api/{badServers,logRows,network}.test.ts',
    'test/unit/bench/**',
    'test/unit/commands/generations*.test.ts',
    'test/unit/connection/editorNetwork.test.ts',
    'test/unit/demo/{cli,golden,logStore}.test.ts',
    'test/unit/layers.test.ts',
    'test/unit/logs/feed*.test.ts',
    'test/unit/logs/{keySet,pollSchedule,rangeFetch,viewProperty,viewSpeed}.test.ts',
    'test/unit/model/{*Faults,bulk,configOrder}.test.ts',
    'test/unit/scripts/supplyChain.test.ts',
    'test/unit/views/badServers.test.ts',
  ],
};

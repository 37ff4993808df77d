const unit = require('./unit.cjs');

/**
 * For after every change, in less than a minute: all unit tests but what is random or long by its nature, and what starts
 * other programs.
 */
module.exports = {
  ...unit,
  ignore: [
    'test/unit/{fuzz,soak,faults}/**',
    'test/unit/demo/{golden,cli}.test.ts',
    'test/unit/layers.test.ts',
    'test/unit/logs/{feedLosesNothing,feedLosesNothingOverHttp,feedLittleRoom,feedOverHttp,pollSchedule,viewSpeed}.test.ts',
    'test/unit/offline/tenMinutes.test.ts',
    'test/unit/scripts/supplyChain.test.ts',
  ],
};

// words_day.h - the wording of a day's document: a part of the catalogue of words.h. X(name, id in data/notices.csv or "", text)
#ifndef ILI_WORDS_DAY_H
#define ILI_WORDS_DAY_H

// clang-format off
#define ILI_WORDS_DAY(X) \
    ILI_WORDS_DAY_MORE(X) \
    X(DAY_TITLE, "", "A day of load") X(DAY_COURSE, "", "The course of the day") X(DAY_HAPPENED, "", "What happened") X(DAY_FELT, "", "Where it would be felt") \
    X(DAY_EXPOSED, "", "What was exposed") X(DAY_TIRED, "", "Strength at the end") X(DAY_UNKNOWN, "", "Not known") \
    X(DAY_STRENGTH_CAPTION, "", "Strength left, of all; groups that fell below 97 %. Below: what was done.") \
    X(DAY_LOAD_CAPTION, "", "Load over its threshold; the six most exposed. The line at 1 is the threshold.") \
    X(DAY_NOTHING, "", "Nothing: no muscle tired by a tenth, none lacked half of its flow, nothing was irritated.") \
    X(DAY_TIME, "", "time") X(DAY_WHAT, "", "what") X(DAY_TOOK_OVER, "", "took over (activation)") X(DAY_DOING, "", "doing") \
    X(DAY_HOURS, "", "hours at the threshold") X(DAY_ABOVE, "", "hours above") X(DAY_GREATEST, "", "greatest") X(DAY_THRESHOLD, "", "threshold") \
    X(DAY_LEFT, "", "left") X(DAY_LAW, "", "law") X(DAY_OWN, "", "published") X(DAY_BORROWED, "", "borrowed from other muscles") \
    X(DAY_TIRES, "", "of its strength is left") X(DAY_STARVES, "", "half of the flow it needs is missing (index)") X(DAY_GUARDS, "", "irritated, guarding begins (hypothesis)") \
    X(DAY_CALMS, "", "calm again") X(DAY_FAILS, "", "cannot be held any more") X(DAY_INJURED, "", "injured (in the schedule, or as the person's condition)") \
    X(DAY_EASED, "", "its guarding is eased from here on") X(DAY_TRIGGER_POINT, "", "has lacked blood (index) for so long that it is irritated: a candidate for a trigger point (hypothesis)") X(DAY_BOTH, "", "both sides") \
    X(DAY_FELT_SAY, "", "Regions to which structures refer pain when they hurt (published patterns), coloured by how irritated the simulated structure is. A hypothesis: that it hurts is not said.") \
    X(DAY_NOT_IRRITATED, "", "No structure with a published pattern was irritated.") \
    X(DAY_NOT_PAIN, "", "Exposure is not pain. Hours at the threshold compare loads with thresholds, not harm with harm.") \
    X(DAY_SPINE, "", "The lumbar spine at the end") X(DAY_MORE_FLEXION, "", "more flexion at rest") X(DAY_LOWER, "", "lower") \
    X(DAY_OTHERS, "", "The other groups are not tired.") \
    X(DAY_UNKNOWN_RATES, "", "Rates of irritation and the strength of guarding are assumed: no figure is published. Flow and irritation are indices, no measurements.") \
    X(DAY_UNKNOWN_HIP, "", "No law of fatigue is published for muscles of the hip; theirs is borrowed. Nothing is published on creep of pelvic ligaments.") \
    X(DAY_UNKNOWN_WALK, "", "Walking is one recorded stride, scaled to the person and kept as recorded: nobody limps in it. Running is not simulated.") X(DAY_NO_REFLEX, "", "Reflexes were left out.") X(DAY_ACTIVITIES, "", "activities") \
    /* whose day */ \
    X(DAY_WHO, "", "Whose day") X(DAY_NOBODY, "", "A body without any condition: nobody's day.") X(DAY_GIVEN, "", "Conditions as given, not found by an exam:") \
    X(DAY_CHOSEN, "", "The day is that of the explanation that leads after the exam:") X(DAY_CHOSEN_NONE, "", "The findings support no condition that is simulated: the day is that of the body without any.") \
    X(DAY_ITS_WEIGHT, "", "Probability of this body:") X(DAY_NOT_LIKELIEST, "", "No single explanation is likely: one of the bodies below is more probable than the one that is told.") X(DAY_OTHER_BODIES, "", "The findings also allow, and their days give the ranges of exposure:") \
    X(DAY_TOGETHER, "", "Together:") X(DAY_SCREENED_ONLY, "", "Screened and recorded only: no day is simulated of this person.") \
    X(DAY_REFUSED, "", "The change was not lived") \
    /* the chain */ \
    X(DAY_CHAIN, "", "Who took over from whom") X(DAY_WITH, "", "With") X(DAY_WITH_CHANGE, "", "The change,") X(DAY_BESIDE, "", "beside") \
    X(DAY_WITHOUT_IT, "", "the same person without it") X(DAY_AS_FOUND, "", "the day as it is") \
    X(DAY_NONE_SHOWN, "", "none shown. Every difference lies within twice what halving the steps of the day changes, or below a hundredth.") \
    X(DAY_NO_CHAIN, "", "only times of events differ; no muscle carries more or less than within noise.") \
    X(DAY_TAKE_OVER_FROM, "", "take over from") X(DAY_WORK_MORE, "", "work more") X(DAY_WORK_LESS, "", "work less") \
    X(DAY_MORE_LOAD, "", "more load on") X(DAY_LESS_LOAD, "", "less load on") X(DAY_TIMES, "", "times") X(DAY_TO, "", "to") \
    X(DAY_AT_ONCE, "", "At once, by the posture:") X(DAY_AT_ONCE_MUSCLES, "", "At once, in much the same posture: muscles share the work anew.") \
    X(DAY_OTHERWISE, "", "It is done otherwise") X(DAY_AFTER, "", "It grows after") \
    X(DAY_GROWN, "", "It grows as tissue tires and creeps; nothing that happened in this day alone precedes it.") \
    X(DAY_CHAIN_SAY, "", "In order: from when on the loads so far differ by more than noise (what halving the steps changes), in which activity most of it arises, mean load there. Loads of a simulation; they never support a statement about what caused an injury.") \
    X(DAY_FROM, "", "from") X(DAY_TAKES_OVER, "", "takes over") X(DAY_FROM_WHOM, "", "from whom") X(DAY_LOAD_ON, "", "load on structures") X(DAY_WHY, "", "why") \
    X(DAY_BARS, "", "drawn") X(DAY_MORE, "", "more") X(DAY_LESS, "", "less") \
    X(DAY_EXPOSED_SAY, "", "Grey bars: the same person without any condition. Small figures: over the bodies that the findings allow.") \
    X(DAY_OTHERS_BELOW, "", "others were never above their threshold and had less than a fiftieth of the first.") \
    X(DAY_OTHERS_SMALL, "", "others: no difference is shown, or less than a hundredth of an hour.") \
    /* one change */ \
    X(DAY_CHANGE, "", "What one change does") X(DAY_BEFORE, "", "as it is") X(DAY_CHANGED, "", "with the change") X(DAY_DIFFERENCE, "", "difference") \
    X(DAY_HEALTHY, "", "without any condition") X(DAY_NOISE, "", "noise") X(DAY_RANGE, "", "range") \
    X(DAY_EVENT_HEAD, "", "event") X(DAY_EVENT_BECAME, "", "with the change") X(DAY_BELOW, "", "below") X(DAY_OF_STRENGTH, "", "of its strength") \
    X(DAY_NOT_BEFORE, "", "before not at all") X(DAY_NO_MORE, "", "no more; before at") X(DAY_INSTEAD_OF, "", "instead of") \
    X(DAY_CHANGE_SAY, "", "Loads of a simulation, not what trials found about pain: no study was found that turns a change of load into a change of pain.") \
    X(DAY_SHOWN_NOT, "", "none shown") X(DAY_EVENTS_SAME, "", "No event vanishes, appears or moves by more than five minutes.") \
    X(DAY_STRIP_SAY, "", "One row a day, the same hours above each other.") \
    X(DAY_DIFFERENCE_SAY, "", "Hours at the threshold. Grey: as it is; coloured: with the change. A difference within the noise is none shown.")
// clang-format on

// clang-format off
/// What stands beside a day (day_more.c).
#define ILI_WORDS_DAY_MORE(X) \
    X(DAY_EFFECTS, "", "What a spasm and a stuck joint do") X(DAY_EFFECT_OF, "", "With") X(DAY_EFFECT_FELT, "", "Where it would be felt, by published patterns:") X(DAY_POSTURE, "", "posture") X(DAY_MORE_DIFFERENCE, "", "difference (without to with)") \
    X(DAY_BESIDE_SAID, "", "beside what is said") X(DAY_AS_SAID, "", "as is said") X(DAY_CONTRARY, "", "the contrary of what is said") X(DAY_HARDLY, "", "hardly any change, against what is said") \
    X(DAY_NOT_SAID, "", "nothing is said of it") X(DAY_NOT_SOLVED, "", "not solved") \
    X(DAY_EFFECT_SAY, "", "Differences of two solved postures, whatever their sign; of one side where the other mirrors it. Sizes of spasm and stiffness are assumed. A difference is not pain.") \
    X(DAY_LOOP, "", "Does spasm keep itself alive?") X(DAY_LOOP_GAIN, "", "gain") X(DAY_LOOP_GAIN_HEAD, "", "gain (with the least to the strongest guard)") \
    X(DAY_LOOP_ALONE, "", "the posture alone irritates it:") X(DAY_LOOP_ADDS, "", "guarding adds") X(DAY_LOOP_NEVER, "", "no guard that can last makes it one") \
    X(DAY_LOOP_FROM, "", "one from a guard of") X(DAY_LOOP_LASTING, "", "Gain of one or more, kept alive without load:") X(DAY_LOOP_OF_ALL, "", "of all loops of guarded structures in three postures (both sides once)") \
    X(DAY_LOOP_SAY, "", "A hypothesis: irritation raises a floor on the muscles that guard, that floor changes the load, the load irritates. The gain is what comes back; below one it calms by itself when what began it is over. Rates and sizes are assumed.") \
    X(DAY_SWEEP, "", "How far the numbers are known") X(DAY_SWEEP_NUMBERS, "", "numbers at both ends of their ranges") X(DAY_SWEEP_DAYS, "", "days lived") \
    X(DAY_SWEEP_NOTHING, "", "changes nothing by half of a hundredth") X(DAY_SWEEP_RANK, "", "place") X(DAY_SWEEP_EVENTS, "", "events") \
    X(DAY_SWEEP_RANGES, "", "hours at one threshold with their range over all of these, one number at a time") X(DAY_SWEEP_NUMBER, "", "number") X(DAY_SWEEP_LOW, "", "at its low end") \
    X(DAY_SWEEP_HIGH, "", "at its high end") X(DAY_SWEEP_RANGE, "", "range") \
    X(DAY_SWEEP_SAY, "", "Each number alone; of the ten most exposed structures the largest change is told. What no source gives is a guess at both ends too.")
// clang-format on

#endif
